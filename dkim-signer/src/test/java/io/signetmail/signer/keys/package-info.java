@NullMarked
package io.signetmail.signer.keys;

import org.jspecify.annotations.NullMarked;
