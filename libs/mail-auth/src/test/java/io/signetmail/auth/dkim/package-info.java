@NullMarked
package io.signetmail.auth.dkim;

import org.jspecify.annotations.NullMarked;
