package io.signetmail.auth.spf;

/// SMTP reply codes for SPF results (RFC 7372 §3.2).
public enum SpfReplyCode {
  FAILED(550, "5.7.23"),
  TEMPORARY_ERROR(451, "4.7.24"),
  PERMANENT_ERROR(550, "5.7.24");

  private final int code;
  private final String enhancedCode;

  SpfReplyCode(int code, String enhancedCode) {
    this.code = code;
    this.enhancedCode = enhancedCode;
  }

  public int code() {
    return code;
  }

  public String enhancedCode() {
    return enhancedCode;
  }
}
