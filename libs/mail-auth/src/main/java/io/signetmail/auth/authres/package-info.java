/// Authentication-Results (RFC 8601): write one that hostile values cannot break out of (§2.2),
/// read others', find those that pretend to be ours (§5).
///
/// ```
/// Authentication ── AuthenticationResults ── ResultsWriter ── field text to prepend
/// field text ── ResultsParser (strict or lenient) ── AuthenticationResults ── MethodResult*
/// ParsedMessage + authserv-id ── ForgedResults ── byte ranges to remove
/// ```
///
/// Entry points: {@link io.signetmail.auth.authres.AuthenticationResults#toField}, {@link
/// io.signetmail.auth.authres.ResultsParser#parse}, {@link
/// io.signetmail.auth.authres.ForgedResults#find}.
@NullMarked
package io.signetmail.auth.authres;

import org.jspecify.annotations.NullMarked;
