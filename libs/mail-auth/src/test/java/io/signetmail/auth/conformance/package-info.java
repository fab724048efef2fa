/// Runs the public test vectors of the directory in the property `conformance.dir`, and our own
/// cases in the same formats. Without the property these tests are skipped and say so.
@NullMarked
package io.signetmail.auth.conformance;

import org.jspecify.annotations.NullMarked;
