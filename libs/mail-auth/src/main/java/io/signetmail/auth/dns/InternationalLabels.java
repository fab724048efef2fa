package io.signetmail.auth.dns;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// Turns U-labels into A-labels: IDNA2008 (RFC 5891 §5), with what people write mapped first (RFC
/// 5895 §2). `java.net.IDN` is IDNA2003: it knows Unicode 3.2 and changes ß into ss.
final class InternationalLabels {
  /// No U-label form of a name that fits in 253 octets is longer than this.
  private static final int MAX_CHARACTERS = 1_000;

  private InternationalLabels() {}

  /// The name with every label in ASCII; empty when a label cannot be one.
  static Optional<String> toAscii(String text) {
    if (text.length() > MAX_CHARACTERS || !isWellFormed(text)) {
      return Optional.empty();
    }
    var name = new StringBuilder();
    for (var label : mapped(text).split("\\.", -1)) {
      if (Ascii.isAscii(label)) {
        name.append(label);
      } else if (IdnaCodePoints.allowed(label)) {
        name.append("xn--").append(Punycode.encode(label));
      } else {
        return Optional.empty();
      }
      name.append('.');
    }
    name.setLength(name.length() - 1);
    return Optional.of(name.toString());
  }

  /// RFC 5895 §2: lower case, full and half width forms, NFC, the ideographic full stop.
  private static String mapped(String text) {
    var narrow = new StringBuilder(text.length());
    text.toLowerCase(Locale.ROOT)
        .codePoints()
        .forEach(c -> {
          if (c == 0x3002) {
            narrow.append('.');
          } else if (c >= 0xFF01 && c <= 0xFFEF) {
            var form = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC);
            narrow.append(form.equals("\u3002") ? "." : form);
          } else {
            narrow.appendCodePoint(c);
          }
        });
    return Normalizer.normalize(narrow, Normalizer.Form.NFC);
  }

  /// No half of a surrogate pair.
  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
