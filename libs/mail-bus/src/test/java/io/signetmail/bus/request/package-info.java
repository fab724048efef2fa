@NullMarked
package io.signetmail.bus.request;

import org.jspecify.annotations.NullMarked;
