@NullMarked
package io.signetmail.bus;

import org.jspecify.annotations.NullMarked;
