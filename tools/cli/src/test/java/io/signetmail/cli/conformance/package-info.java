@NullMarked
package io.signetmail.cli.conformance;

import org.jspecify.annotations.NullMarked;
