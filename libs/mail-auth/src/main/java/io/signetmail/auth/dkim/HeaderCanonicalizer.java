package io.signetmail.auth.dkim;

import io.signetmail.auth.message.ByteRange;
import io.signetmail.auth.message.HeaderField;

/// Header canonicalization (RFC 6376 §3.4.1 and §3.4.2) into {@link CanonicalBytes}.
public final class HeaderCanonicalizer {
  private HeaderCanonicalizer() {}

  /// Appends the whole field with a CRLF at its end.
  public static void append(HeaderField field, Canonicalization mode, CanonicalBytes out) {
    var source = field.messageBytes();
    if (mode == Canonicalization.SIMPLE) {
      out.append(source, field.start(), contentEnd(field)); // RFC 6376 §3.4.1: unchanged
    } else {
      relaxedName(field, out);
      relaxedValue(source, field.valueStart(), field.end(), out);
    }
    out.appendCrlf();
  }

  /// Appends the signature's own field without the bytes of `hollow`, which are the value of `b=`
  /// and the white space around it, and without a CRLF at the end (RFC 6376 §3.7).
  public static void appendHollow(
      HeaderField field, ByteRange hollow, Canonicalization mode, CanonicalBytes out) {
    var source = field.messageBytes();
    if (mode == Canonicalization.SIMPLE) {
      out.append(source, field.start(), hollow.start());
      out.append(source, hollow.end(), Math.max(hollow.end(), contentEnd(field)));
    } else {
      relaxedName(field, out);
      // The first part ends with "=", the second is empty or starts with ";": no space to lose.
      relaxedValue(source, field.valueStart(), hollow.start(), out);
      relaxedValue(source, hollow.end(), field.end(), out);
    }
  }

  /// Appends a field whose `b=` is still empty, without a CRLF at the end (RFC 6376 §3.7).
  public static void appendLast(HeaderField field, Canonicalization mode, CanonicalBytes out) {
    append(field, mode, out);
    out.truncate(out.length() - 2);
  }

  /// RFC 6376 §3.4.2: the name in lower case, no white space around the colon.
  private static void relaxedName(HeaderField field, CanonicalBytes out) {
    var name = field.lowerName();
    for (var i = 0; i < name.length(); i++) {
      out.append((byte) name.charAt(i));
    }
    out.append((byte) ':');
  }

  /// RFC 6376 §3.4.2: unfolded, white space runs as one space, none at either end.
  private static void relaxedValue(byte[] source, int from, int to, CanonicalBytes out) {
    var pendingSpace = false;
    var written = false;
    for (var i = from; i < to; i++) {
      var b = source[i];
      if (b == ' ' || b == '\t') {
        pendingSpace = written;
      } else if (b == '\r' && i + 1 < to && source[i + 1] == '\n') {
        i++;
      } else {
        if (pendingSpace) {
          out.append((byte) ' ');
          pendingSpace = false;
        }
        out.append(b);
        written = true;
      }
    }
  }

  private static int contentEnd(HeaderField field) {
    var source = field.messageBytes();
    var end = field.end();
    return end - 2 >= field.start() && source[end - 2] == '\r' && source[end - 1] == '\n'
        ? end - 2
        : end;
  }
}
