/// SCRAM, the server's side (RFC 5802, RFC 7677): messages and proofs, no sockets and no users.
@NullMarked
package io.signetmail.ingress.sasl;

import org.jspecify.annotations.NullMarked;
