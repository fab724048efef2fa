package io.signetmail.auth.dkim;

/// Writes a tag list as a folded header field, no line over 78 characters where a tag value can be
/// broken (RFC 5322 §2.1.1, RFC 6376 §3.2).
public final class SignatureField {
  private static final int MAX_LINE = 78;
  private static final String FOLD = "\r\n\t";

  private final StringBuilder text;
  private int column;

  public SignatureField(String name) {
    text = new StringBuilder(1024).append(name).append(':');
    column = text.length();
  }

  /// Appends `name=value;`, on a new line when this one has no room.
  public SignatureField tag(String name, String value) {
    var length = name.length() + value.length() + 2;
    startTag(length);
    text.append(name).append('=').append(value).append(';');
    column += length;
    return this;
  }

  /// Appends a tag whose value may be folded before any colon in it.
  public SignatureField listTag(String name, Iterable<String> values) {
    startTag(name.length() + 16);
    text.append(name).append('=');
    column += name.length() + 1;
    var first = true;
    for (var value : values) {
      if (!first) {
        text.append(':');
        column++;
      }
      if (column + value.length() + 1 > MAX_LINE) {
        text.append(FOLD).append(' ');
        column = 2;
      }
      text.append(value);
      column += value.length();
      first = false;
    }
    text.append(';');
    column++;
    return this;
  }

  /// Appends the last tag, empty for now.
  public SignatureField emptyLastTag(String name) {
    text.append(FOLD).append(name).append('=');
    column = 1 + name.length() + 1;
    return this;
  }

  /// Fills the last tag with base64, folded anywhere (RFC 6376 §2.10), and ends the field.
  public String complete(String base64) {
    var at = 0;
    while (at < base64.length()) {
      var room = MAX_LINE - column;
      var end = Math.min(base64.length(), at + room);
      text.append(base64, at, end);
      at = end;
      if (at < base64.length()) {
        text.append(FOLD).append(' ');
        column = 2;
      }
    }
    return text.append("\r\n").toString();
  }

  private void startTag(int length) {
    if (column + 1 + length > MAX_LINE) {
      text.append(FOLD);
      column = 1;
    } else {
      text.append(' ');
      column++;
    }
  }

  /// The field so far, without a line end.
  public String unfinished() {
    return text.toString();
  }
}
