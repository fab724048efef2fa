@NullMarked
package io.signetmail.bus.topic;

import org.jspecify.annotations.NullMarked;
