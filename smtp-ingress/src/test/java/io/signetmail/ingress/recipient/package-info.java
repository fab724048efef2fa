@NullMarked
package io.signetmail.ingress.recipient;

import org.jspecify.annotations.NullMarked;
