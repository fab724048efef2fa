@NullMarked
package io.signetmail.ingress.mail;

import org.jspecify.annotations.NullMarked;
