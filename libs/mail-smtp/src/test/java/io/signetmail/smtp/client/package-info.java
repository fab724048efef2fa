@NullMarked
package io.signetmail.smtp.client;

import org.jspecify.annotations.NullMarked;
