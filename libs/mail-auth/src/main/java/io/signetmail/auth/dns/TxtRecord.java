package io.signetmail.auth.dns;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// One TXT resource record: its character-strings joined without a separator (RFC 7208 §3.3, RFC
/// 6376 §3.6.2.2), quotes and lengths gone.
///
/// `text` has one character per octet (ISO-8859-1), so nothing is lost and an octet above 127 stays
/// visible as one.
public record TxtRecord(String text) {
  public TxtRecord {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        throw new IllegalArgumentException("character above 255 at " + i);
      }
    }
  }

  public static TxtRecord of(byte[] octets) {
    return new TxtRecord(new String(octets, StandardCharsets.ISO_8859_1));
  }

  public static TxtRecord joining(List<byte[]> strings) {
    var text = new StringBuilder();
    for (var string : strings) {
      text.append(new String(string, StandardCharsets.ISO_8859_1));
    }
    return new TxtRecord(text.toString());
  }

  public byte[] octets() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
