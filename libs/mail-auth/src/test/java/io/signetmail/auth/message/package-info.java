@NullMarked
package io.signetmail.auth.message;

import org.jspecify.annotations.NullMarked;
