package io.signetmail.auth.dmarc;

/// How close an authenticated identifier must be to the author domain (RFC 9989 §4.4).
public enum AlignmentMode {
  /// The same organizational domain.
  RELAXED("r"),
  /// The same domain.
  STRICT("s");

  private final String keyword;

  AlignmentMode(String keyword) {
    this.keyword = keyword;
  }

  public String keyword() {
    return keyword;
  }
}
