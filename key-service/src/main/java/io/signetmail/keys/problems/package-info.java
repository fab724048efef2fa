/// What the service refuses and why, with the stable names of RFC 9457 problems.
@NullMarked
package io.signetmail.keys.problems;

import org.jspecify.annotations.NullMarked;
