@NullMarked
package io.signetmail.auth.arc;

import org.jspecify.annotations.NullMarked;
