package io.signetmail.reports.store;

import java.nio.charset.StandardCharsets;

/// Rows in PostgreSQL's COPY text format, and JSON inside them. Reused; one thread.
final class CopyText {
  private final StringBuilder text = new StringBuilder(8 * 1024);
  private boolean midRow;

  int length() {
    return text.length();
  }

  CopyText field(String value) {
    separate();
    for (int i = 0; i < value.length(); i++) {
      escaped(value.charAt(i));
    }
    return this;
  }

  CopyText field(long value) {
    separate();
    text.append(value);
    return this;
  }

  /// Starts a field whose content follows through {@link #raw} and {@link #json}.
  CopyText open() {
    separate();
    return this;
  }

  /// JSON punctuation and names: nothing that needs escaping.
  CopyText raw(String json) {
    text.append(json);
    return this;
  }

  /// A JSON string (RFC 8259 §7), its backslashes doubled for COPY.
  CopyText json(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        text.append("\\\\");
        escaped(c);
      } else {
        text.append(c < ' ' ? ' ' : c);
      }
    }
    text.append('"');
    return this;
  }

  void endRow() {
    text.append('\n');
    midRow = false;
  }

  byte[] take() {
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    text.setLength(0);
    return bytes;
  }

  void clear() {
    text.setLength(0);
    midRow = false;
  }

  private void separate() {
    if (midRow) {
      text.append('\t');
    }
    midRow = true;
  }

  private void escaped(char c) {
    switch (c) {
      case '\\' -> text.append("\\\\");
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\0' -> text.append(' ');
      default -> text.append(c);
    }
  }
}
