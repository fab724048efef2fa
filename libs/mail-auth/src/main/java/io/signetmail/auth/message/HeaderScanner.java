package io.signetmail.auth.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;

/// Splits the header section into fields, one pass over its bytes (RFC 5322 §2.2).
///
/// Only CRLF ends a line. A bare CR or LF stays inside its field and is reported as a defect.
final class HeaderScanner {
  private final byte[] bytes;
  private final MessageLimits limits;
  private final int headerLimit;
  private final ArrayList<HeaderField> fields = new ArrayList<>(32);
  private final EnumSet<MessageDefect> defects = EnumSet.noneOf(MessageDefect.class);

  HeaderScanner(byte[] bytes, MessageLimits limits) {
    this.bytes = bytes;
    this.limits = limits;
    this.headerLimit = (int) Math.min(bytes.length, (long) limits.maxHeaderBytes());
  }

  ParsedMessage scan() {
    var position = 0;
    while (position < bytes.length) {
      if (isCrlf(position)) {
        return message(position + 2);
      }
      if (position >= headerLimit) {
        defects.add(MessageDefect.HEADER_TOO_LARGE);
        return message(bytes.length);
      }
      if (fields.size() == limits.maxFields()) {
        defects.add(MessageDefect.TOO_MANY_FIELDS);
        return message(bytes.length);
      }
      var end = fieldEnd(position);
      if (end < 0) {
        defects.add(MessageDefect.HEADER_TOO_LARGE);
        return message(bytes.length);
      }
      addField(position, end);
      position = end;
    }
    return message(bytes.length); // RFC 5322 §3.5: the body is optional, so is its empty line
  }

  private ParsedMessage message(int bodyOffset) {
    return new ParsedMessage(bytes, fields, bodyOffset, defects);
  }

  private boolean isCrlf(int at) {
    return bytes[at] == '\r' && at + 1 < bytes.length && bytes[at + 1] == '\n';
  }

  /// One past the last line of the field that starts here, continuation lines (RFC 5322 §2.2.3)
  /// included; negative when that is past the header limit.
  private int fieldEnd(int start) {
    var position = start;
    while (position < headerLimit) {
      var b = bytes[position];
      if (b == '\r' && position + 1 < bytes.length && bytes[position + 1] == '\n') {
        position += 2;
        if (position >= bytes.length || !isWhitespace(bytes[position])) {
          return position;
        }
      } else {
        if (b == '\r' || b == '\n') {
          defects.add(MessageDefect.BARE_LINE_END_IN_HEADER);
        } else if (b == 0) {
          defects.add(MessageDefect.NUL_IN_HEADER);
        }
        position++;
      }
    }
    return position >= bytes.length ? bytes.length : -1;
  }

  private void addField(int start, int end) {
    var nameEnd = start;
    while (nameEnd < end && isFieldText(bytes[nameEnd])) {
      nameEnd++;
    }
    var colon = nameEnd;
    while (colon < end && isWhitespace(bytes[colon])) {
      colon++; // RFC 5322 §4.5.8: the obsolete syntax allows WSP before the colon
    }
    if (nameEnd == start || colon == end || bytes[colon] != ':') {
      defects.add(MessageDefect.MALFORMED_FIELD);
      fields.add(new HeaderField(bytes, "", start, start - 1, end));
      return;
    }
    fields.add(new HeaderField(bytes, lowerName(start, nameEnd), start, colon, end));
  }

  private String lowerName(int start, int end) {
    var name = new byte[end - start];
    for (var i = 0; i < name.length; i++) {
      var b = bytes[start + i];
      name[i] = (byte) (b >= 'A' && b <= 'Z' ? b | 0x20 : b);
    }
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /// RFC 5322 §2.2: printable US-ASCII except colon.
  private static boolean isFieldText(byte b) {
    return b > ' ' && b < 0x7f && b != ':';
  }

  private static boolean isWhitespace(byte b) {
    return b == ' ' || b == '\t';
  }
}
