/// Sockets: accepting, TLS, deadlines, draining. Knows nothing about mail.
@NullMarked
package io.signetmail.ingress.server;

import org.jspecify.annotations.NullMarked;
