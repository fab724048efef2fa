@NullMarked
package io.signetmail.signer;

import org.jspecify.annotations.NullMarked;
