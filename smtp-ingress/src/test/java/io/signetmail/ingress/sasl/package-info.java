@NullMarked
package io.signetmail.ingress.sasl;

import org.jspecify.annotations.NullMarked;
