@NullMarked
package io.signetmail.kit;

import org.jspecify.annotations.NullMarked;
