package io.signetmail.auth.dkim;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Body canonicalization (RFC 6376 §3.4.3 and §3.4.4) as slices of the message: what does not
/// change is never copied.
///
/// Only CRLF is a line end. A bare CR or LF is an ordinary byte and is remembered, because a signer
/// must not sign it (RFC 6376 §5.3).
final class BodyCanonicalizer {
  private static final byte[] SPACE = {' '};
  private static final byte[] CRLF = {'\r', '\n'};

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGHS = 0x8080808080808080L;
  private static final long LOWS = 0x7F7F7F7F7F7F7F7FL;

  private final byte[] bytes;
  private final ByteSink sink;
  private boolean bareLineEnd;

  BodyCanonicalizer(byte[] bytes, ByteSink sink) {
    this.bytes = bytes;
    this.sink = sink;
  }

  /// Writes the canonical form of everything from `from` on.
  void write(int from, Canonicalization mode) {
    switch (mode) {
      case SIMPLE -> writeSimple(from);
      case RELAXED -> writeRelaxed(from, relaxedEnd(from));
    }
  }

  /// True when {@link #write} in relaxed mode met a bare CR or LF.
  boolean sawBareLineEnd() {
    return bareLineEnd;
  }

  /// RFC 6376 §3.4.3: no empty lines at the end, one CRLF at the end, also of an empty body.
  private void writeSimple(int from) {
    var end = bytes.length;
    while (isCrlf(end - 2, from)) {
      end -= 2;
    }
    if (isCrlf(end, from)) {
      sink.write(bytes, from, end + 2);
    } else {
      sink.write(bytes, from, end);
      sink.write(CRLF, 0, 2);
    }
  }

  private boolean isCrlf(int at, int from) {
    return at >= from && at + 1 < bytes.length && bytes[at] == '\r' && bytes[at + 1] == '\n';
  }

  /// Where the last line with content ends; trailing lines of nothing but white space are empty
  /// ones after RFC 6376 §3.4.4 (a).
  private int relaxedEnd(int from) {
    var end = bytes.length;
    while (true) {
      var content = end;
      while (content > from && isWhitespace(bytes[content - 1])) {
        content--;
      }
      if (content == from) {
        return from;
      }
      if (!isCrlf(content - 2, from)) {
        return content;
      }
      end = content - 2;
    }
  }

  /// RFC 6376 §3.4.4: white space runs become one space, at the end of a line nothing.
  private void writeRelaxed(int from, int end) {
    if (from == end) {
      return;
    }
    var kept = from;
    var i = from;
    while (i < end) {
      i = skipPlain(i, end);
      if (i >= end) {
        break;
      }
      var b = bytes[i];
      if (isWhitespace(b)) {
        var run = i;
        do {
          i++;
        } while (i < end && isWhitespace(bytes[i]));
        kept = writeRun(kept, run, i, end);
      } else if (b == '\r' && i + 1 < end && bytes[i + 1] == '\n') {
        i += 2;
      } else {
        bareLineEnd |= b == '\r' || b == '\n';
        i++;
      }
    }
    if (kept < end) {
      sink.write(bytes, kept, end);
    }
    if (isCrlf(end, from)) {
      sink.write(bytes, end, end + 2);
    } else {
      sink.write(CRLF, 0, 2);
    }
  }

  /// White space from `run` to `next`; writes what stands before it when it has to change and
  /// returns where the unwritten bytes start.
  private int writeRun(int kept, int run, int next, int end) {
    if (next == end || (bytes[next] == '\r' && next + 1 < end && bytes[next + 1] == '\n')) {
      sink.write(bytes, kept, run);
      return next;
    }
    if (bytes[run] == ' ') {
      if (next == run + 1) {
        return kept;
      }
      sink.write(bytes, kept, run + 1);
      return next;
    }
    sink.write(bytes, kept, run);
    sink.write(SPACE, 0, 1);
    return next;
  }

  /// Skips bytes that relaxed canonicalization leaves alone, eight at a time: text with single
  /// spaces in it. Returns the first byte that needs a look.
  private int skipPlain(int from, int end) {
    var i = from;
    while (i + 8 < end) {
      var word = (long) LONGS.get(bytes, i);
      // High bit of each byte that is <= 0x20, exactly: no borrow crosses a byte.
      var low = ~(((word & LOWS) + ONES * (0x7F - 0x20)) | word) & HIGHS;
      if (low != 0) {
        var notSpace = word ^ (ONES * ' ');
        var space = ~(((notSpace & LOWS) + LOWS) | notSpace) & HIGHS;
        var adjacent = low & (low << 8);
        // The ninth byte must not continue or end a run that started here.
        if (low != space
            || adjacent != 0
            || (low < 0 && bytes[i + 8] <= ' ' && bytes[i + 8] >= 0)) {
          return i + (Long.numberOfTrailingZeros(low) >>> 3);
        }
      }
      i += 8;
    }
    while (i < end && (bytes[i] > ' ' || bytes[i] < 0)) {
      i++;
    }
    return i;
  }

  private static boolean isWhitespace(byte b) {
    return b == ' ' || b == '\t';
  }
}
