/// The server's side of the dialogue (RFC 5321 §3, §4), as a state machine that never touches a
/// socket.
@NullMarked
package io.signetmail.ingress.session;

import org.jspecify.annotations.NullMarked;
