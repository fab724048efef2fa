package io.signetmail.relay.bounce;

import java.util.Arrays;

/// The header of a message, cut out of its bytes.
final class HeaderSection {
  private HeaderSection() {}

  /// Everything up to the empty line, at most `limit` octets and then cut at the end of a line.
  static byte[] of(byte[] message, int limit) {
    var lineEnd = 0;
    for (var i = 0; i + 1 < message.length; i++) {
      if (message[i] != '\r' || message[i + 1] != '\n') {
        continue;
      }
      if (i == lineEnd) {
        return Arrays.copyOf(message, lineEnd); // RFC 5322 §2.1: an empty line ends the header
      }
      if (i + 2 > limit) {
        break;
      }
      lineEnd = i + 2;
    }
    return Arrays.copyOf(message, lineEnd);
  }

  static boolean isAscii(byte[] header) {
    for (var octet : header) {
      if (octet < 0) {
        return false;
      }
    }
    return true;
  }
}
