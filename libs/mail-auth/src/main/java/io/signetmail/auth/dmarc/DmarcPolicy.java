package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.Ascii;
import java.util.Optional;

/// What a domain owner asks for (RFC 9989 §4.7, tag `p`), from the mildest to the strictest.
public enum DmarcPolicy {
  NONE("none"),
  QUARANTINE("quarantine"),
  REJECT("reject");

  private final String keyword;

  DmarcPolicy(String keyword) {
    this.keyword = keyword;
  }

  public String keyword() {
    return keyword;
  }

  /// RFC 9989 §4.7, tag `t`: reject becomes quarantine, quarantine becomes none.
  public DmarcPolicy oneLevelBelow() {
    return switch (this) {
      case NONE, QUARANTINE -> NONE;
      case REJECT -> QUARANTINE;
    };
  }

  static Optional<DmarcPolicy> parse(String value) {
    return switch (Ascii.lower(value)) {
      case "none" -> Optional.of(NONE);
      case "quarantine" -> Optional.of(QUARANTINE);
      case "reject" -> Optional.of(REJECT);
      default -> Optional.empty();
    };
  }
}
