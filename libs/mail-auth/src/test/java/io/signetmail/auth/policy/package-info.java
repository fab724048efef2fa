@NullMarked
package io.signetmail.auth.policy;

import org.jspecify.annotations.NullMarked;
