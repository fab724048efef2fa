package io.signetmail.auth.message;

import java.nio.charset.StandardCharsets;

/// One header field: a view of its bytes in the message, folding and line end included.
///
/// A line that is no field at all keeps its place in the list with an empty name, so that byte
/// ranges stay complete and nothing matches it.
public final class HeaderField {
  private final byte[] message;
  private final String lowerName;
  private final int start;
  private final int colon;
  private final int end;

  HeaderField(byte[] message, String lowerName, int start, int colon, int end) {
    this.message = message;
    this.lowerName = lowerName;
    this.start = start;
    this.colon = colon;
    this.end = end;
  }

  /// A field on its own, such as one that is being written; a line end after it is optional.
  public static HeaderField of(byte[] field) {
    var headers = ParsedMessage.of(field).headers();
    if (headers.size() != 1) {
      throw new IllegalArgumentException(headers.size() + " fields instead of one");
    }
    return headers.getFirst();
  }

  /// The field name in lower case; empty for a line that is no field.
  public String lowerName() {
    return lowerName;
  }

  /// The field name as written; empty for a line that is no field.
  public String name() {
    return new String(message, start, lowerName.length(), StandardCharsets.ISO_8859_1);
  }

  /// RFC 5322 §1.2.2: names are compared without regard to case. The argument is in lower case.
  public boolean isNamed(String lowerCaseName) {
    return lowerName.equals(lowerCaseName);
  }

  /// A line that is no field, though readers that unfold before they look for the colon may take it
  /// for one of that name: `From CRLF SP : x`. The argument is in lower case.
  public boolean mayBeTakenFor(String lowerCaseName) {
    int length = lowerCaseName.length();
    return lowerName.isEmpty()
        && end - start > length
        && new String(message, start, length, StandardCharsets.ISO_8859_1)
            .equalsIgnoreCase(lowerCaseName)
        && isBlank(message[start + length]);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  /// Where the first byte of the name is.
  public int start() {
    return start;
  }

  /// Where the first byte after the colon is.
  public int valueStart() {
    return colon + 1;
  }

  /// One past the last byte of the line end.
  public int end() {
    return end;
  }

  public ByteRange range() {
    return new ByteRange(start, end);
  }

  /// The array the ranges point into. Shared, not copied: never change it.
  public byte[] messageBytes() {
    return message;
  }

  /// The value without its last line end, folding kept, decoded as UTF-8 (RFC 6532); what is not
  /// UTF-8 becomes U+FFFD.
  public String value() {
    var from = Math.min(colon + 1, end);
    return new String(message, from, valueEnd() - from, StandardCharsets.UTF_8);
  }

  private int valueEnd() {
    var last = end;
    if (last > colon + 1 && message[last - 1] == '\n') {
      last--;
      if (last > colon + 1 && message[last - 1] == '\r') {
        last--;
      }
    }
    return last;
  }

  @Override
  public String toString() {
    return (lowerName.isEmpty() ? "(no field)" : lowerName) + "@" + start + ".." + end;
  }
}
