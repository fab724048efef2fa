package io.signetmail.auth.policy;

/// A reply to DATA: RFC 5321 code, RFC 3463 enhanced code, text on one line.
public record SmtpReply(int code, String enhancedCode, String text) {

  public SmtpReply {
    if (code < 400 || code > 599 || !text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException("not a negative reply of one printable line");
    }
  }

  @Override
  public String toString() {
    return code + " " + enhancedCode + " " + text;
  }
}
