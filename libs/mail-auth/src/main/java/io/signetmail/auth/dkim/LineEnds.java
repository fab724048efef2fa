package io.signetmail.auth.dkim;

/// Looks for a CR or LF that is not part of a CRLF (RFC 5322 §2.3).
final class LineEnds {
  private LineEnds() {}

  /// Offset of the first one from `from` on, or -1.
  static int firstBare(byte[] bytes, int from) {
    for (var i = from; i < bytes.length; i++) {
      var b = bytes[i];
      if (b == '\n') {
        return i;
      }
      if (b == '\r') {
        if (i + 1 == bytes.length || bytes[i + 1] != '\n') {
          return i;
        }
        i++;
      }
    }
    return -1;
  }
}
