@NullMarked
package io.signetmail.keys.evidence;

import org.jspecify.annotations.NullMarked;
