/// Mail authentication in one call.
///
/// ```
/// message bytes ── ParsedMessage ─┐
/// SmtpClient ─────────────────────┴─ MessageAuthenticator ── Authentication
///    spf      may this client send for this domain?       RFC 7208
///    dkim     who signed it, and is it unchanged?         RFC 6376, 8301, 8463
///    arc      what did those before us see?               RFC 8617
///    dmarc    does the author domain stand behind it?     RFC 9989, 7489
/// Authentication ── authres: the field to add             RFC 8601
///                └─ policy: what to do about it
/// report  what others say about our mail                  RFC 9990, 9991, 8460
/// dns     the port every question goes through            RFC 1035
/// ```
///
/// Entry points: {@link io.signetmail.auth.MessageAuthenticator} for all of it; each package below
/// stands on its own. No message and no DNS answer makes anything here throw.
@NullMarked
package io.signetmail.auth;

import org.jspecify.annotations.NullMarked;
