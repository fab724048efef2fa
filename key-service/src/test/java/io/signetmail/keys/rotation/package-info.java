@NullMarked
package io.signetmail.keys.rotation;

import org.jspecify.annotations.NullMarked;
