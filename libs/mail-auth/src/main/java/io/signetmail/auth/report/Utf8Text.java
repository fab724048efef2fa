package io.signetmail.auth.report;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Set;

/// UTF-8 an XML parser will take: bytes that are none become `?`, and no markup is endless.
///
/// Reporters write Latin-1 into files that say UTF-8; one such byte must not cost the report. A
/// name or attribute of 100 MB would be held by the parser as a whole, so the distance from one `<`
/// to the next is bounded here, before it (`<` cannot be inside a name, an attribute or text).
final class Utf8Text extends FilterInputStream {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final byte[] buffer = new byte[16 * 1024];
  private final Set<Quirk> quirks;
  private int position;
  private int checked;
  private int filled;
  private int sinceMarkup;
  private boolean ended;

  Utf8Text(InputStream in, Set<Quirk> quirks) {
    super(in);
    this.quirks = quirks;
  }

  @Override
  public int read() throws IOException {
    return position < checked || fill() ? buffer[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= checked && !fill()) {
      return -1;
    }
    int n = Math.min(length, checked - position);
    System.arraycopy(buffer, position, target, offset, n);
    position += n;
    return n;
  }

  /// The parser closes what it has read; the stream below belongs to someone else.
  @Override
  public void close() {}

  @Override
  public boolean markSupported() {
    return false;
  }

  /// Reads and checks the next piece. A sequence cut by the buffer's end stays for the next one.
  private boolean fill() throws IOException {
    int rest = filled - checked;
    System.arraycopy(buffer, checked, buffer, 0, rest);
    position = 0;
    checked = 0;
    filled = rest;
    while (checked == 0) {
      int n = ended ? -1 : in.read(buffer, filled, buffer.length - filled);
      if (n < 0) {
        ended = true;
        if (filled == 0) {
          return false;
        }
      } else {
        filled += n;
      }
      checked = checkUtf8();
    }
    boundMarkup();
    return true;
  }

  private int checkUtf8() {
    int i = 0;
    while (i < filled) {
      i = skipAscii(i);
      if (i == filled) {
        break;
      }
      int length = sequence(i);
      if (length < 0) {
        return i;
      }
      if (length == 0) {
        buffer[i++] = '?';
        quirks.add(Quirk.INVALID_UTF8);
      } else {
        i += length;
      }
    }
    return filled;
  }

  private int skipAscii(int start) {
    int i = start;
    while (i + Long.BYTES <= filled && ((long) LONG.get(buffer, i) & HIGH_BITS) == 0) {
      i += Long.BYTES;
    }
    while (i < filled && buffer[i] >= 0) {
      i++;
    }
    return i;
  }

  /// Length of the sequence at `i`, 0 when it is not UTF-8 (RFC 3629 §4), -1 when more is needed.
  private int sequence(int i) {
    int lead = buffer[i] & 0xff;
    int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if (i + k >= filled) {
        return ended ? 0 : -1;
      }
      if ((buffer[i + k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    int second = buffer[i + 1] & 0xff;
    boolean overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
    boolean surrogate = lead == 0xed && second > 0x9f;
    boolean beyond = lead == 0xf4 && second > 0x8f;
    return overlong || surrogate || beyond ? 0 : length;
  }

  private void boundMarkup() throws ReportRefused {
    int i = checked - 1;
    while (i >= 0 && buffer[i] != '<') {
      i--;
    }
    sinceMarkup = i < 0 ? sinceMarkup + checked : checked - 1 - i;
    if (sinceMarkup > ReportLimits.MAX_MARKUP_BYTES) {
      throw new ReportRefused(
          RefusalReason.TOO_LONG_MARKUP,
          "no markup in " + ReportLimits.MAX_MARKUP_BYTES + " bytes");
    }
  }
}
