@NullMarked
package io.signetmail.keys;

import org.jspecify.annotations.NullMarked;
