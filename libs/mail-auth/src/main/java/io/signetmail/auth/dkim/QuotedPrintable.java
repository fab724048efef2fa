package io.signetmail.auth.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// The dkim-quoted-printable of RFC 6376 §2.11: "=" and two hexadecimal digits, white space
/// ignored.
final class QuotedPrintable {
  private QuotedPrintable() {}

  static Optional<String> decode(String text) {
    if (text.indexOf('=') < 0 && text.chars().noneMatch(Character::isWhitespace)) {
      return Optional.of(text);
    }
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream(bytes.length);
    for (var i = 0; i < bytes.length; i++) {
      var b = bytes[i];
      if (b == '=') {
        if (i + 2 >= bytes.length
            || !HexFormat.isHexDigit(bytes[i + 1])
            || !HexFormat.isHexDigit(bytes[i + 2])) {
          return Optional.empty();
        }
        out.write(HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      } else if (b != ' ' && b != '\t' && b != '\r' && b != '\n') {
        out.write(b);
      }
    }
    return Optional.of(out.toString(StandardCharsets.UTF_8));
  }
}
