/// Many messages at once through our signer and verifier, for `tools/acceptance/crosscheck.py`,
/// which holds them against programs that are not ours.
@NullMarked
package io.signetmail.bench.crosscheck;

import org.jspecify.annotations.NullMarked;
