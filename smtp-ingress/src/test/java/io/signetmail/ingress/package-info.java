@NullMarked
package io.signetmail.ingress;

import org.jspecify.annotations.NullMarked;
