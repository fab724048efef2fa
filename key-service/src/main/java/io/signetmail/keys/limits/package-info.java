/// How often a caller may call.
@NullMarked
package io.signetmail.keys.limits;

import org.jspecify.annotations.NullMarked;
