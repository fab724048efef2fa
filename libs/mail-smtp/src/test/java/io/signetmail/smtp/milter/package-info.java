@NullMarked
package io.signetmail.smtp.milter;

import org.jspecify.annotations.NullMarked;
