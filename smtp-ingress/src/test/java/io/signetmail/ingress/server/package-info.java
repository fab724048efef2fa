@NullMarked
package io.signetmail.ingress.server;

import org.jspecify.annotations.NullMarked;
