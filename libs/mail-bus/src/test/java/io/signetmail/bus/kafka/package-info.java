@NullMarked
package io.signetmail.bus.kafka;

import org.jspecify.annotations.NullMarked;
