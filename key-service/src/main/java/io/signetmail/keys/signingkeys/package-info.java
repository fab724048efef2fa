/// DKIM keys: made or imported, published as a TXT record, active, retired.
///
/// A key is `pending` until its record is in DNS, `active` while it signs, `retiring` while mail
/// signed with it may still be on its way, `retired` when its record may go, and `destroyed` once
/// the private half is erased. RFC 6376 §3.6.1 is the record, RFC 8463 its Ed25519 form, RFC 8301
/// the smallest RSA key.
@NullMarked
package io.signetmail.keys.signingkeys;

import org.jspecify.annotations.NullMarked;
