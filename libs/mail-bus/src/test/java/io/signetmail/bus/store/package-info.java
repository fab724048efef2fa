@NullMarked
package io.signetmail.bus.store;

import org.jspecify.annotations.NullMarked;
