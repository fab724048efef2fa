/// DKIM: signing and verifying (RFC 6376, with RFC 8301 key and hash limits, RFC 8463 Ed25519, RFC
/// 8616 internationalized names).
///
/// ```
/// DKIM-Signature ── TagList ── DkimSignature ─┐
/// TXT record ────── TagList ── DkimKeyRecord ─┼─ DkimVerifier ── DkimResult
/// ParsedMessage ─┬─ HeaderSelection ──────────┤
///                └─ BodyHash ─────────────────┘
/// SigningKey(s) ─── DkimSigner ── SigningResult (fields to prepend)
/// ```
///
/// Entry points: {@link io.signetmail.auth.dkim.DkimVerifier} (§6.1), {@link
/// io.signetmail.auth.dkim.DkimSigner} (§5), {@link io.signetmail.auth.dkim.DkimKeyRecord}
/// (§3.6.1).
///
/// Bodies are hashed where they lie. All cryptography is asked for by its JCA name, so whichever
/// provider stands first does it.
///
/// Not done: `rsa-sha1` (RFC 8301 §3.1), `q=` other than `dns/txt`, RFC 6651 reports, ADSP.
@NullMarked
package io.signetmail.auth.dkim;

import org.jspecify.annotations.NullMarked;
