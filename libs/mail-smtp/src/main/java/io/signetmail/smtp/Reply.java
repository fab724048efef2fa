package io.signetmail.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One SMTP reply: code, enhanced code, one or more lines of text (RFC 5321 §4.2, RFC 2034 §4).
///
/// The text may hold what a stranger sent: everything outside printable ASCII is replaced when the
/// reply is made, so no reply can carry a line break of the peer's choosing.
public record Reply(int code, Optional<EnhancedCode> enhanced, List<String> lines) {

  /// RFC 5321 §4.5.3.1.5: a reply line is at most 512 octets, CRLF included; code, space and
  /// enhanced code take their part.
  static final int MAX_TEXT = 490;

  /// Cleans the text and checks that code and enhanced code are of one class.
  public Reply {
    if (code < 200 || code > 559) {
      throw new IllegalArgumentException("not an SMTP reply code: " + code);
    }
    if (enhanced.isPresent() && enhanced.get().category() != code / 100) {
      throw new IllegalArgumentException(code + " does not go with " + enhanced.get());
    }
    lines = lines.isEmpty() ? List.of("") : lines.stream().map(Reply::printable).toList();
  }

  /// A reply with an enhanced code.
  public static Reply of(int code, String enhanced, String text) {
    return new Reply(code, Optional.of(EnhancedCode.of(enhanced)), List.of(text));
  }

  /// A reply without one: greeting, EHLO, 3xx (RFC 2034 §4).
  public static Reply plain(int code, String... lines) {
    return new Reply(code, Optional.empty(), List.of(lines));
  }

  /// 2xx.
  public boolean positive() {
    return code / 100 == 2;
  }

  /// 3xx.
  public boolean intermediate() {
    return code / 100 == 3;
  }

  /// 4xx.
  public boolean transientFailure() {
    return code / 100 == 4;
  }

  /// 5xx.
  public boolean permanentFailure() {
    return code / 100 == 5;
  }

  /// The lines joined by a blank.
  public String text() {
    return String.join(" ", lines);
  }

  /// The reply as it goes over the wire.
  public byte[] bytes() {
    var out = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      out.append(code).append(i == lines.size() - 1 ? ' ' : '-');
      enhanced.ifPresent(e -> out.append(e).append(' '));
      out.append(lines.get(i)).append("\r\n");
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// `550 5.7.1 text`, for logs and reports.
  @Override
  public String toString() {
    return code + " " + enhanced.map(e -> e + " ").orElse("") + text();
  }

  private static String printable(String text) {
    var out = new StringBuilder(Math.min(text.length(), MAX_TEXT));
    for (int i = 0; i < text.length() && out.length() < MAX_TEXT; i++) {
      char c = text.charAt(i);
      out.append(c >= ' ' && c < 0x7F ? c : '?');
    }
    return out.toString();
  }
}
