package io.signetmail.auth.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks for a CR or LF that is not part of a CRLF (RFC 5322 §2.3).
final class LineEnds {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;

  private LineEnds() {}

  /// Offset of the first one from `from` on, or -1.
  static int firstBare(byte[] bytes, int from) {
    var i = from;
    while (i < bytes.length) {
      i = skipLine(bytes, i);
      if (i == bytes.length) {
        break;
      }
      if (bytes[i] == '\n' || i + 1 == bytes.length || bytes[i + 1] != '\n') {
        return i;
      }
      i += 2;
    }
    return -1;
  }

  /// The next CR or LF, or the end; eight bytes at a time.
  private static int skipLine(byte[] bytes, int from) {
    var i = from;
    while (i + 8 <= bytes.length) {
      var word = (long) LONGS.get(bytes, i);
      if ((zeros(word ^ (ONES * '\r')) | zeros(word ^ (ONES * '\n'))) != 0) {
        break;
      }
      i += 8;
    }
    while (i < bytes.length && bytes[i] != '\r' && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /// Not 0 exactly when a byte of `word` is 0.
  private static long zeros(long word) {
    return (word - ONES) & ~word & HIGHS;
  }
}
