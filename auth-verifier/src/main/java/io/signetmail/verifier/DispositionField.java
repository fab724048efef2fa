package io.signetmail.verifier;

import io.signetmail.auth.message.HeaderField;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bus.ByteRange;
import java.util.List;

/// `Signet-Disposition: quarantine; reason="…"`, which tells the next hop to put a message aside.
///
/// Only we write it: every copy that came with the message is removed, whatever is decided.
final class DispositionField {
  private static final String NAME = "Signet-Disposition";
  private static final String LOWER_NAME = "signet-disposition";

  /// Keeps the line under 998 octets (RFC 5322 §2.1.1) with room to spare.
  private static final int MAX_REASON = 300;

  private DispositionField() {}

  /// One complete field; what could end a quoted string or a line is left out of the reason.
  static String quarantine(String reason) {
    var safe = new StringBuilder();
    reason
        .chars()
        .filter(DispositionField::isSafe)
        .limit(MAX_REASON)
        .forEach(safe::appendCodePoint);
    return NAME + ": quarantine;\r\n reason=\"" + safe + "\"\r\n";
  }

  private static boolean isSafe(int c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  /// The fields of this name that the message came with.
  static List<ByteRange> in(ParsedMessage message) {
    return message.headers().stream()
        .filter(field -> field.isNamed(LOWER_NAME) || field.mayBeTakenFor(LOWER_NAME))
        .map(HeaderField::range)
        .map(range -> new ByteRange(range.start(), range.end()))
        .toList();
  }
}
