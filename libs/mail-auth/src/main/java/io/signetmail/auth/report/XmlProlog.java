package io.signetmail.auth.report;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Takes byte order mark, leading space and XML declaration off and gives the rest as UTF-8.
///
/// Reporters put empty lines before the declaration and declare charsets that are not the file's; a
/// parser refuses both.
final class XmlProlog {
  private static final int PEEK = 512;
  private static final Pattern ENCODING = Pattern.compile("encoding\\s*=\\s*[\"']([^\"']{1,40})");
  private static final Set<Charset> AS_UTF8 =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII);

  private XmlProlog() {}

  static InputStream strip(InputStream in, Set<Quirk> quirks) throws IOException {
    byte[] head = in.readNBytes(PEEK);
    var byMark = byMark(head);
    if (byMark != null) {
      quirks.add(Quirk.OTHER_CHARSET);
      var rest = new ReaderBytes(new InputStreamReader(joined(head, 0, in), byMark));
      byte[] text = rest.readNBytes(PEEK);
      return new Utf8Text(joined(text, declarationEnd(text, quirks), rest), quirks);
    }
    int start = declarationEnd(head, quirks);
    var declared = declared(head, start);
    var body = joined(head, start, in);
    if (AS_UTF8.contains(declared)) {
      return new Utf8Text(body, quirks);
    }
    quirks.add(Quirk.OTHER_CHARSET);
    return new Utf8Text(new ReaderBytes(new InputStreamReader(body, declared)), quirks);
  }

  private static InputStream joined(byte[] head, int start, InputStream rest) {
    var first = new ByteArrayInputStream(head, start, head.length - start);
    return head.length < PEEK ? first : new SequenceInputStream(first, rest);
  }

  private static @Nullable Charset byMark(byte[] head) {
    int first = head.length > 1 ? head[0] & 0xff : -1;
    int second = head.length > 1 ? head[1] & 0xff : -1;
    if ((first == 0xfe && second == 0xff) || (first == 0xff && second == 0xfe)) {
      return StandardCharsets.UTF_16;
    }
    if (first == 0 && second == '<') {
      return StandardCharsets.UTF_16BE;
    }
    return first == '<' && second == 0 ? StandardCharsets.UTF_16LE : null;
  }

  /// Index after the declaration, or of the first character that is not space.
  private static int declarationEnd(byte[] head, Set<Quirk> quirks) {
    int i = head.length > 2 && (head[0] & 0xff) == 0xef && (head[1] & 0xff) == 0xbb ? 3 : 0;
    int start = i;
    while (i < head.length && head[i] <= ' ' && head[i] > 0) {
      i++;
    }
    var text = new String(head, StandardCharsets.ISO_8859_1);
    if (!text.startsWith("<?xml", i)) {
      return i;
    }
    if (i > start) {
      quirks.add(Quirk.LEADING_SPACE);
    }
    int end = text.indexOf("?>", i);
    return end < 0 ? i : end + 2;
  }

  private static Charset declared(byte[] head, int end) {
    var matcher = ENCODING.matcher(new String(head, 0, end, StandardCharsets.ISO_8859_1));
    if (!matcher.find()) {
      return StandardCharsets.UTF_8;
    }
    try {
      var charset = Charset.forName(matcher.group(1));
      // The bytes were readable as ASCII, so whoever declared UTF-16 did not mean it.
      return charset.name().startsWith("UTF-") ? StandardCharsets.UTF_8 : charset;
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return StandardCharsets.UTF_8;
    }
  }

  /// Characters as UTF-8 bytes, one buffer at a time.
  private static final class ReaderBytes extends InputStream {
    private final Reader reader;
    private final char[] chars = new char[4 * 1024];
    private byte[] bytes = new byte[0];
    private int position;
    private int held;

    ReaderBytes(Reader reader) {
      this.reader = reader;
    }

    @Override
    public int read() throws IOException {
      return position < bytes.length || fill() ? bytes[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (position >= bytes.length && !fill()) {
        return -1;
      }
      int n = Math.min(length, bytes.length - position);
      System.arraycopy(bytes, position, target, offset, n);
      position += n;
      return n;
    }

    /// A high surrogate at the end waits for its other half.
    private boolean fill() throws IOException {
      int n = reader.read(chars, held, chars.length - held);
      if (n < 0 && held == 0) {
        return false;
      }
      int length = held + Math.max(n, 0);
      held = n > 0 && Character.isHighSurrogate(chars[length - 1]) ? 1 : 0;
      bytes = new String(chars, 0, length - held).getBytes(StandardCharsets.UTF_8);
      chars[0] = chars[length - 1];
      position = 0;
      return bytes.length > 0 || fill();
    }
  }
}
