/// What is known about the use of a key, and whether that is enough to retire it.
@NullMarked
package io.signetmail.keys.evidence;

import org.jspecify.annotations.NullMarked;
