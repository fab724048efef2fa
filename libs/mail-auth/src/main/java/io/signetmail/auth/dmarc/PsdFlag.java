package io.signetmail.auth.dmarc;

/// What a record says about its place in the tree (RFC 9989 §4.7, tag `psd`).
public enum PsdFlag {
  /// A public suffix domain.
  YES("y"),
  /// The organizational domain of itself and everything below.
  NO("n"),
  /// Not a public suffix domain; the tree walk finds out.
  UNSAID("u");

  private final String keyword;

  PsdFlag(String keyword) {
    this.keyword = keyword;
  }

  public String keyword() {
    return keyword;
  }
}
