package io.signetmail.smtp;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Reads one message, from DATA (RFC 5321 §4.1.1.4) or from BDAT chunks (RFC 3030 §2).
///
/// Only CRLF.CRLF ends DATA. A message with a bare CR, a bare LF, a NUL, an over-long line, or too
/// many octets is read to that true end and then refused, so that nothing inside it can be taken
/// for a command. Once it is sure to be refused no more of it is kept. One thread, one message.
public final class MessageReader {
  /// RFC 5321 §4.5.3.1.6, without CRLF.
  static final int MAX_LINE = 998;

  /// A peer that goes on past so many times the size limit is cut off.
  private static final int MAX_DRAIN = 4;

  private final LineReader in;
  private final long maxOctets;
  private final Allowance allowance;

  private MessageContent content = new MessageContent();
  private @Nullable Reply refusal;
  private boolean close;
  private long consumed;
  private long line = 1;
  private int lineLength;
  private boolean afterCr;

  /// Reads what follows in `in`.
  public MessageReader(LineReader in, long maxOctets, Allowance allowance) {
    this.in = in;
    this.maxOctets = maxOctets;
    this.allowance = allowance;
  }

  private enum Place {
    LINE_START,
    IN_LINE,
    CR,
    DOT,
    DOT_CR
  }

  /// Reads DATA content to its end.
  public ReadMessage readData() throws IOException {
    var place = Place.LINE_START;
    while (in.fill()) {
      byte[] buffer = in.buffer();
      int limit = in.limit();
      int start = in.position(); // of what belongs to the message and was not collected yet
      for (int i = start; i < limit; i++) {
        byte b = buffer[i];
        switch (place) {
          case LINE_START -> {
            if (b == '.') {
              // RFC 5321 §4.5.2: a leading dot is either the end or was added by the client.
              collect(buffer, start, i);
              start = i + 1;
              place = Place.DOT;
            } else {
              place = b == '\r' ? Place.CR : Place.IN_LINE;
            }
          }
          // A bare LF is content here, not a line end: what comes after it is no line start.
          case IN_LINE -> place = b == '\r' ? Place.CR : Place.IN_LINE;
          case CR -> place = afterCr(b);
          case DOT -> place = b == '\r' ? Place.DOT_CR : Place.IN_LINE;
          case DOT_CR -> {
            if (b == '\n') {
              in.advanceTo(i + 1);
              return finish();
            }
            if (i == in.position()) {
              collect(CR, 0, 1); // the CR came at the end of the buffer before this one
            }
            place = b == '\r' ? Place.CR : Place.IN_LINE;
          }
        }
      }
      // A CR right after a leading dot may be the end's: it is held back until the next octet is
      // known.
      collect(buffer, start, place == Place.DOT_CR ? limit - 1 : limit);
      in.advanceTo(limit);
      if (consumed > maxOctets * MAX_DRAIN) {
        return new ReadMessage.Refused(Replies.tooBig(maxOctets), true);
      }
    }
    return new ReadMessage.Cut();
  }

  private static final byte[] CR = {'\r'};

  private static Place afterCr(byte b) {
    return switch (b) {
      case '\n' -> Place.LINE_START;
      case '\r' -> Place.CR;
      default -> Place.IN_LINE;
    };
  }

  /// Reads one chunk of exactly `octets`; false when the connection ended before.
  public boolean readChunk(long octets) throws IOException {
    long missing = octets;
    while (missing > 0) {
      if (!in.fill()) {
        return false;
      }
      int count = (int) Math.min(missing, in.limit() - in.position());
      collect(in.buffer(), in.position(), in.position() + count);
      in.advanceTo(in.position() + count);
      missing -= count;
    }
    return true;
  }

  /// Octets read so far.
  public long consumed() {
    return consumed;
  }

  /// What is wrong with the message so far, or null.
  public @Nullable Reply refusal() {
    return refusal;
  }

  /// The result after the last chunk.
  public ReadMessage finish() {
    if (refusal == null && afterCr) {
      refuse(Replies.bareInData("CR", line), false);
    }
    if (refusal == null && lineLength > 0) {
      // Only BDAT can end in the middle of a line (RFC 3030 §2): DATA could not carry it on
      // unchanged.
      refuse(Replies.INCOMPLETE_LINE, false);
    }
    return refusal == null
        ? new ReadMessage.Complete(content)
        : new ReadMessage.Refused(refusal, close);
  }

  private void collect(byte[] source, int from, int to) {
    consumed += to - from;
    if (refusal != null) {
      return;
    }
    check(source, from, to);
    if (refusal == null && content.length() + (to - from) > maxOctets) {
      refuse(Replies.tooBig(maxOctets), false); // RFC 1870 §6.4
    }
    if (refusal == null && !content.append(source, from, to, allowance)) {
      refuse(Replies.NO_ROOM, false);
    }
  }

  /// Line ends, NUL and line lengths; runs on across the pieces it is given.
  private void check(byte[] source, int from, int to) {
    for (int i = from; i < to && refusal == null; i++) {
      byte b = source[i];
      if (b == '\n') {
        if (!afterCr) {
          refuse(Replies.bareInData("LF", line), false);
        } else if (lineLength > MAX_LINE) {
          refuse(Replies.longLine(line, lineLength), false);
        }
        afterCr = false;
        lineLength = 0;
        line++;
      } else if (afterCr) {
        refuse(Replies.bareInData("CR", line), false);
      } else if (b == '\r') {
        afterCr = true;
      } else {
        lineLength++;
        if (b < 0) {
          content.markEightBit();
        } else if (b == 0) {
          // A NUL before CRLF.CRLF is a known smuggling trick: whoever sends it does not mean what
          // we read.
          refuse(Replies.nulInData(line), true);
        }
      }
    }
  }

  private void refuse(Reply why, boolean andClose) {
    refusal = why;
    close = andClose;
    content = new MessageContent();
  }
}
