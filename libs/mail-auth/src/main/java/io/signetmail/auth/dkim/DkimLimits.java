package io.signetmail.auth.dkim;

import java.time.Duration;

/// What one message may cost a verifier. RFC 6376 §8.4 asks for such limits and names no numbers.
///
/// - `maxSignatures`: how many signatures are verified, from the top; RFC 6376 §6.1 lets a verifier
///   stop early.
/// - `maxSignedFields`: names in one `h=`.
/// - `maxKeyRecordBytes`: length of a key record; RSA-4096 needs 740.
/// - `minRsaBits`: RFC 8301 §3.2 MUST NOT accept less than 1024.
/// - `maxRsaBits`: RFC 8301 §3.2 wants up to 4096; more only costs time.
/// - `clockSkew`: how far `t=` and `x=` may be off (RFC 6376 §3.5).
public record DkimLimits(
    int maxSignatures,
    int maxSignedFields,
    int maxKeyRecordBytes,
    int minRsaBits,
    int maxRsaBits,
    Duration clockSkew) {

  public static final DkimLimits DEFAULT =
      new DkimLimits(10, 500, 4096, 1024, 8192, Duration.ofMinutes(5));

  /// Fields looked at for being a signature, readable or not, as a multiple of `maxSignatures`.
  static final int UNREADABLE_FACTOR = 5;

  /// The longest DKIM-Signature field that is read; one with 500 names in `h=` is half of it.
  public static final int MAX_FIELD_BYTES = 32 * 1024;

  public DkimLimits {
    if (maxSignatures < 1 || maxSignedFields < 1 || maxKeyRecordBytes < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
    if (minRsaBits < 1024 || maxRsaBits < 4096) { // RFC 8301 §3.2
      throw new IllegalArgumentException("RSA limits outside RFC 8301");
    }
  }
}
