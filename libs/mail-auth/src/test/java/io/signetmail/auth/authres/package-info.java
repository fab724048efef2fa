@NullMarked
package io.signetmail.auth.authres;

import org.jspecify.annotations.NullMarked;
