package io.signetmail.auth.dkim;

/// Why a signature is not a pass: what kind of reason, and the details in words.
///
/// `detail` never holds more than a short, printable piece of what a stranger wrote.
public record DkimProblem(Kind kind, String detail) {

  public enum Kind {
    /// The DKIM-Signature field is not what RFC 6376 §3.5 describes.
    SIGNATURE_SYNTAX,
    /// `v=` is not 1 (RFC 6376 §6.1.1).
    VERSION,
    /// A required tag is missing (RFC 6376 §3.5).
    MISSING_TAG,
    /// `a=`, `c=` or `q=` names something we do not do, `rsa-sha1` included (RFC 8301 §3.1).
    UNSUPPORTED,
    /// The domain of `i=` is not `d=` or below it (RFC 6376 §6.1.1).
    DOMAIN_MISMATCH,
    /// `h=` does not name From (RFC 6376 §6.1.1).
    FROM_NOT_SIGNED,
    /// `x=` is past (RFC 6376 §3.5).
    EXPIRED,
    /// `t=` is further in the future than clocks differ.
    FROM_THE_FUTURE,
    /// DNS did not answer (RFC 6376 §6.1.2).
    KEY_UNAVAILABLE,
    /// No key record (RFC 6376 §6.1.2).
    NO_KEY,
    /// The key record is not what RFC 6376 §3.6.1 describes, or not usable.
    KEY_SYNTAX,
    /// `p=` is empty (RFC 6376 §3.6.1).
    KEY_REVOKED,
    /// The key record does not allow this use: `k=`, `h=`, `s=`, `t=s` (RFC 6376 §3.6.1).
    KEY_NOT_FOR_THIS,
    /// The RSA key is too short (RFC 8301 §3.2) or absurdly long.
    KEY_SIZE,
    /// The body is not the one that was signed.
    BODY_HASH,
    /// The signature does not verify.
    SIGNATURE,
    /// `l=` leaves a part of the body to anybody (RFC 6376 §8.2).
    PARTIAL_BODY,
    /// One of our limits was hit.
    LIMIT
  }

  @Override
  public String toString() {
    return detail;
  }
}
