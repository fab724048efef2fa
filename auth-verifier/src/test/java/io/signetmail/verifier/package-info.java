@NullMarked
package io.signetmail.verifier;

import org.jspecify.annotations.NullMarked;
