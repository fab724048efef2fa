@NullMarked
package io.signetmail.keys.signingkeys;

import org.jspecify.annotations.NullMarked;
