@NullMarked
package io.signetmail.keys.readiness;

import org.jspecify.annotations.NullMarked;
