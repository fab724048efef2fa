package io.signetmail.auth.dmarc;

/// When a failure report is asked for (RFC 9989 §4.7, tag `fo`).
public enum FailureReporting {
  ALL_FAIL("0"),
  ANY_FAILS("1"),
  DKIM_FAILS("d"),
  SPF_FAILS("s");

  private final String keyword;

  FailureReporting(String keyword) {
    this.keyword = keyword;
  }

  public String keyword() {
    return keyword;
  }
}
