package io.signetmail.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// `xtext` of RFC 3461 §4: printable ASCII with `+XX` for everything else.
public final class Xtext {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Xtext() {}

  /// Encodes text as UTF-8 octets.
  public static String encode(String text) {
    var out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7F && b != '+' && b != '=') {
        out.append((char) b);
      } else {
        out.append('+').append(HEX.toHexDigits(b));
      }
    }
    return out.toString();
  }

  /// Decodes; empty when the text is not xtext.
  public static Optional<String> decode(String xtext) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < xtext.length(); i++) {
      char c = xtext.charAt(i);
      if (c == '+') {
        if (i + 2 >= xtext.length() || !hex(xtext.charAt(i + 1)) || !hex(xtext.charAt(i + 2))) {
          return Optional.empty();
        }
        out.write(HexFormat.fromHexDigits(xtext, i + 1, i + 3));
        i += 2;
      } else if (c <= ' ' || c >= 0x7F || c == '=') {
        return Optional.empty();
      } else {
        out.write(c);
      }
    }
    return Optional.of(out.toString(StandardCharsets.UTF_8));
  }

  /// RFC 3461 §4: hexadecimal digits are upper case.
  private static boolean hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
  }
}
