package io.signetmail.auth.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;

/// SHA-256 of a canonical body (RFC 6376 §3.7), computed where the body lies.
///
/// `canonicalLength` is the length of the whole canonical body, `hashedLength` what of it was
/// hashed: less when `l=` says so.
public final class BodyHash {
  private final byte[] hash;
  private final long canonicalLength;
  private final long hashedLength;
  private final boolean bareLineEnd;

  private BodyHash(byte[] hash, DigestSink sink, boolean bareLineEnd) {
    this.hash = hash;
    this.canonicalLength = sink.offered();
    this.hashedLength = sink.accepted();
    this.bareLineEnd = bareLineEnd;
  }

  /// Hashes everything from `bodyOffset` on, at most `limit` canonical bytes of it.
  public static BodyHash of(
      byte[] message, int bodyOffset, Canonicalization mode, OptionalLong limit) {
    var sink = new DigestSink(sha256(), limit.orElse(Long.MAX_VALUE));
    var canonicalizer = new BodyCanonicalizer(message, sink);
    canonicalizer.write(bodyOffset, mode);
    return new BodyHash(sink.digest(), sink, canonicalizer.sawBareLineEnd());
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public boolean matches(byte[] expected) {
    return MessageDigest.isEqual(hash, expected);
  }

  public byte[] hash() {
    return hash.clone();
  }

  public long canonicalLength() {
    return canonicalLength;
  }

  public long hashedLength() {
    return hashedLength;
  }

  boolean coversWholeBody() {
    return hashedLength == canonicalLength;
  }

  /// True when a relaxed pass met a bare CR or LF; a simple pass does not look.
  boolean sawBareLineEnd() {
    return bareLineEnd;
  }
}
