package io.signetmail.auth.report;

import java.io.IOException;
import java.io.InputStream;

/// What the first bytes say a stream is. Names and media types lie too often to be asked first.
enum Wrapping {
  GZIP,
  ZIP,
  ZLIB,
  XML,
  JSON,
  MAIL,
  EMPTY,
  UNKNOWN;

  /// A mail's first field may be long: `X-Something-Original: …`.
  private static final int PEEK = 512;

  /// Looks at a stream that supports `mark` and leaves it where it was.
  static Wrapping peek(InputStream in) throws IOException {
    in.mark(PEEK);
    byte[] head = in.readNBytes(PEEK);
    in.reset();
    return of(head);
  }

  static Wrapping of(byte[] head) {
    if (head.length == 0) {
      return EMPTY;
    }
    int first = at(head, 0);
    int second = at(head, 1);
    if (first == 0x1f && second == 0x8b) { // RFC 1952 §2.3.1
      return GZIP;
    }
    if (first == 'P' && second == 'K' && (at(head, 2) == 3 || at(head, 2) == 5)) {
      return ZIP;
    }
    if (isZlib(first, second)) {
      return ZLIB;
    }
    if (isUtf16(first, second)) {
      return XML;
    }
    return text(head);
  }

  /// RFC 1950 §2.2: deflate, and the two bytes are a multiple of 31.
  private static boolean isZlib(int first, int second) {
    return first == 0x78 && (second == 0x01 || second == 0x5e || second == 0x9c || second == 0xda);
  }

  private static boolean isUtf16(int first, int second) {
    return (first == 0xfe && second == 0xff)
        || (first == 0xff && second == 0xfe)
        || (first == 0 && second == '<')
        || (first == '<' && second == 0);
  }

  private static Wrapping text(byte[] head) {
    int i = at(head, 0) == 0xef && at(head, 1) == 0xbb && at(head, 2) == 0xbf ? 3 : 0;
    while (i < head.length && isSpace(head[i])) {
      i++;
    }
    if (i == head.length) {
      return UNKNOWN;
    }
    if (head[i] == '<') {
      return XML;
    }
    if (head[i] == '{') {
      return JSON;
    }
    return startsWithField(head, i) ? MAIL : UNKNOWN;
  }

  /// RFC 5322 §3.6.8: a field name is printable ASCII up to its colon. An mbox line may come first.
  private static boolean startsWithField(byte[] head, int start) {
    int i = start;
    if (i + 5 <= head.length && head[i] == 'F' && head[i + 4] == ' ') {
      while (i < head.length && head[i] != '\n') {
        i++;
      }
      i++;
    }
    int name = i;
    while (i < head.length && head[i] > ' ' && head[i] < 0x7f && head[i] != ':') {
      i++;
    }
    while (i < head.length && head[i] == ' ') {
      i++;
    }
    return i > name && i < head.length && head[i] == ':';
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  private static int at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] & 0xff : -1;
  }
}
