@NullMarked
package io.signetmail.keys.rewrap;

import org.jspecify.annotations.NullMarked;
