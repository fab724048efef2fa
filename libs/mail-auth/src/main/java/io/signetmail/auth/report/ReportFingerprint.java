package io.signetmail.auth.report;

import java.util.Arrays;
import java.util.HexFormat;

/// Identity of an aggregate report: reporter, report id, policy domain, period and what it says.
///
/// The same report in another wrapping, with its records in another order, has the same one;
/// another report that reuses an id has not. RFC 9990 §3.5.2 names the first four only, and
/// reporters do reuse ids.
public final class ReportFingerprint {
  private final byte[] sha256;

  ReportFingerprint(byte[] sha256) {
    this.sha256 = sha256.clone();
  }

  public byte[] toBytes() {
    return sha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReportFingerprint that && Arrays.equals(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }

  /// Hexadecimal.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(sha256);
  }
}
