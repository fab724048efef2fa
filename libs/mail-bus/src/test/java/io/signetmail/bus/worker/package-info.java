@NullMarked
package io.signetmail.bus.worker;

import org.jspecify.annotations.NullMarked;
