@NullMarked
package io.signetmail.auth.dns;

import org.jspecify.annotations.NullMarked;
