package io.signetmail.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A mail and its envelope, ready to be sent many times.
///
/// @param text with CRLF line ends, ASCII
public record Mail(String helo, String from, String to, String text) {
  /// The same mail to someone else.
  public Mail to(String recipient) {
    return new Mail(helo, from, recipient, text);
  }

  /// As it goes over the wire, final dot included (RFC 5321 §4.5.2).
  byte[] data() {
    var out = new ByteArrayOutputStream(text.length() + 100);
    text.lines()
        .forEach(line -> {
          if (line.startsWith(".")) {
            out.write('.');
          }
          out.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
          out.write('\r');
          out.write('\n');
        });
    out.writeBytes(new byte[] {'.', '\r', '\n'});
    return out.toByteArray();
  }
}
