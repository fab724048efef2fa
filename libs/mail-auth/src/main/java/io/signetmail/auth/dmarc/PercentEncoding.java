package io.signetmail.auth.dmarc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// RFC 3986 §2.1, decoding only.
final class PercentEncoding {
  private PercentEncoding() {}

  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    var octets = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int high = c == '%' && i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
      int low = high >= 0 ? Character.digit(text.charAt(i + 2), 16) : -1;
      if (low >= 0) {
        octets.write(high << 4 | low);
        i += 2;
      } else {
        octets.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return octets.toString(StandardCharsets.UTF_8);
  }
}
