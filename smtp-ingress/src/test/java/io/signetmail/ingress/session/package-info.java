@NullMarked
package io.signetmail.ingress.session;

import org.jspecify.annotations.NullMarked;
