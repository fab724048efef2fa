@NullMarked
package io.signetmail.keys.delegation;

import org.jspecify.annotations.NullMarked;
