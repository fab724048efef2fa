@NullMarked
package io.signetmail.auth.spf;

import org.jspecify.annotations.NullMarked;
