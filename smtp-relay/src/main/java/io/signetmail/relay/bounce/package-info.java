/// Telling the sender (RFC 3464), never anybody else: only mail of an authenticated user bounces.
@NullMarked
package io.signetmail.relay.bounce;

import org.jspecify.annotations.NullMarked;
