package io.signetmail.auth.dkim;

import java.util.Locale;
import java.util.Optional;

/// The two canonicalization algorithms of RFC 6376 §3.4.
public enum Canonicalization {
  SIMPLE,
  RELAXED;

  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Canonicalization> parse(String tag) {
    for (var canonicalization : values()) {
      if (canonicalization.name().equalsIgnoreCase(tag)) {
        return Optional.of(canonicalization);
      }
    }
    return Optional.empty();
  }
}
