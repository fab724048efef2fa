@NullMarked
package io.signetmail.auth;

import org.jspecify.annotations.NullMarked;
