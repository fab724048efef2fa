@NullMarked
package io.signetmail.policy;

import org.jspecify.annotations.NullMarked;
