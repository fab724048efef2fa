package io.signetmail.smtp;

import java.io.IOException;
import java.io.OutputStream;

/// Writes a message as DATA content: a dot before every line that starts with one, CRLF.CRLF at the
/// end (RFC 5321 §4.5.2).
///
/// The parts are written one after the other as if they were one array. The message must hold no CR
/// or LF outside of CRLF (see {@link MessageTraits}); a final CRLF is added when it is missing.
public final class DotStuffing {
  private final OutputStream out;
  private boolean lineStart = true;
  private byte last = '\n';

  private DotStuffing(OutputStream out) {
    this.out = out;
  }

  /// Writes the parts and the end of data; flushing is the caller's.
  public static void write(OutputStream out, byte[]... parts) throws IOException {
    var stuffing = new DotStuffing(out);
    for (var part : parts) {
      stuffing.part(part);
    }
    out.write(stuffing.last == '\n' ? END : MISSING_CRLF_AND_END);
  }

  private static final byte[] END = {'.', '\r', '\n'};
  private static final byte[] MISSING_CRLF_AND_END = {'\r', '\n', '.', '\r', '\n'};

  private void part(byte[] part) throws IOException {
    int written = 0;
    for (int i = 0; i < part.length; i++) {
      if (lineStart && part[i] == '.') {
        out.write(part, written, i - written);
        out.write('.');
        written = i;
      }
      lineStart = part[i] == '\n';
    }
    out.write(part, written, part.length - written);
    if (part.length > 0) {
      last = part[part.length - 1];
    }
  }
}
