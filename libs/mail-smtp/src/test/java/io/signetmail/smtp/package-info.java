@NullMarked
package io.signetmail.smtp;

import org.jspecify.annotations.NullMarked;
