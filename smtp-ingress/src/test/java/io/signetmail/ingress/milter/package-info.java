@NullMarked
package io.signetmail.ingress.milter;

import org.jspecify.annotations.NullMarked;
