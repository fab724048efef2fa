@NullMarked
package io.signetmail.keys.vault;

import org.jspecify.annotations.NullMarked;
