@NullMarked
package io.signetmail.auth.pem;

import org.jspecify.annotations.NullMarked;
