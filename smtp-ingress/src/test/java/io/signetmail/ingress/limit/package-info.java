@NullMarked
package io.signetmail.ingress.limit;

import org.jspecify.annotations.NullMarked;
