/// Authentication-Results (RFC 8601): write one that hostile values cannot break out of, read
/// others', find those that pretend to be ours.
///
/// ```
/// Authentication ── AuthenticationResults.Builder ── field text to prepend
/// field text ── AuthResParser (strict or lenient) ── AuthenticationResults
/// ParsedMessage + authserv-id ── ForgedResults ── byte ranges to remove
/// ```
@NullMarked
package io.signetmail.auth.authres;

import org.jspecify.annotations.NullMarked;
