package io.signetmail.auth.report;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/// Inflates a gzip stream, its members one after the other (RFC 1952 §2.2). What follows the last
/// member and is none is left alone.
///
/// The JDK's own stream calls itself for every empty member, so 4 MB of them overflow the stack.
/// Does not close the stream below.
final class GzipMembers extends InputStream {
  private static final int BUFFER = 8 * 1024;

  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER];
  private int position;
  private int limit;
  private boolean ended;

  /// Reads the header of the first member; it is malformed or cut: ZipException, EOFException.
  GzipMembers(InputStream in) throws IOException {
    this.in = in;
    try {
      header();
    } catch (IOException e) {
      inflater.end();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int n = inflate(target, offset, length);
      if (n > 0) {
        crc.update(target, offset, n);
        return n;
      }
      if (inflater.finished()) {
        position = limit - inflater.getRemaining();
        trailer();
        ended = !nextMember();
      } else if (inflater.needsDictionary()) {
        throw new ZipException("gzip with a preset dictionary");
      } else if (!fill()) {
        throw new EOFException("gzip ends inside a member");
      } else {
        inflater.setInput(buffer, 0, limit);
      }
    }
    return -1;
  }

  @Override
  public void close() {
    ended = true;
    inflater.end();
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      throw new ZipException(String.valueOf(e.getMessage()));
    }
  }

  /// True when another member begins here, its header read.
  private boolean nextMember() throws IOException {
    inflater.reset();
    crc.reset();
    if (position == limit && !fill()) {
      return false;
    }
    try {
      header();
      return true;
    } catch (EOFException | ZipException _) {
      return false;
    }
  }

  /// RFC 1952 §2.3.
  private void header() throws IOException {
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw new ZipException("not gzip");
    }
    int flags = next();
    skip(6); // time, extra flags, operating system
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.setInput(buffer, position, limit - position);
  }

  /// RFC 1952 §2.3.1: CRC32 and ISIZE.
  private void trailer() throws IOException {
    long size = inflater.getBytesWritten() & 0xffff_ffffL;
    if (number() != crc.getValue() || number() != size) {
      throw new ZipException("gzip does not match its checksum");
    }
  }

  private long number() throws IOException {
    return next() | next() << 8 | next() << 16 | (long) next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // up to and with the NUL
    }
  }

  private int next() throws IOException {
    if (position == limit && !fill()) {
      throw new EOFException("gzip ends early");
    }
    return buffer[position++] & 0xff;
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }
}
