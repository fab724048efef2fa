package io.signetmail.auth.dns;

/// The record types mail authentication asks for, with their codes (RFC 1035 §3.2.2, RFC 3596
/// §2.1).
public enum RecordType {
  A(1),
  CNAME(5),
  PTR(12),
  MX(15),
  TXT(16),
  AAAA(28);

  private final int code;

  RecordType(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }
}
