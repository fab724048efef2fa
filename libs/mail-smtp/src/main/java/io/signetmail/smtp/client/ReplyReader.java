package io.signetmail.smtp.client;

import io.signetmail.smtp.EnhancedCode;
import io.signetmail.smtp.Line;
import io.signetmail.smtp.LineReader;
import io.signetmail.smtp.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads replies (RFC 5321 §4.2.1), multi-line ones included; what is not a reply ends the
/// connection.
final class ReplyReader {
  /// RFC 5321 §4.5.3.1.5 says 512; real servers write longer ones.
  private static final int MAX_LINE = 2048;

  private static final int MAX_LINES = 200;

  private final LineReader reader;

  ReplyReader(LineReader reader) {
    this.reader = reader;
  }

  Reply read() throws IOException {
    var texts = new ArrayList<String>();
    int code = -1;
    while (texts.size() < MAX_LINES) {
      String line = line();
      int lineCode = code(line);
      if (code >= 0 && lineCode != code) {
        throw new ProtocolException("reply changes its code from " + code + ": " + quote(line));
      }
      code = lineCode;
      texts.add(line.length() > 4 ? line.substring(4) : "");
      if (line.length() < 4 || line.charAt(3) == ' ') {
        return reply(code, texts);
      }
    }
    throw new ProtocolException("reply of more than " + MAX_LINES + " lines");
  }

  /// Bytes the server sent without being asked, which must not survive STARTTLS (RFC 3207 §4.2).
  boolean hasBuffered() throws IOException {
    return reader.hasBuffered();
  }

  private String line() throws IOException {
    return switch (reader.readLine(MAX_LINE)) {
      case Line.Text(var bytes) -> new String(bytes, StandardCharsets.UTF_8);
      case Line.End _ -> throw new EOFException("connection closed by the server");
      case Line.TooLong _ -> throw new ProtocolException("reply line over " + MAX_LINE + " octets");
      case Line.BareLf _, Line.BareCr _ ->
          throw new ProtocolException("reply line without a proper CRLF");
    };
  }

  private static int code(String line) throws ProtocolException {
    boolean valid =
        line.length() >= 3
            && line.charAt(0) >= '2'
            && line.charAt(0) <= '5'
            && line.charAt(1) >= '0'
            && line.charAt(1) <= '5'
            && line.charAt(2) >= '0'
            && line.charAt(2) <= '9'
            && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
    if (!valid) {
      throw new ProtocolException("not an SMTP reply: " + quote(line));
    }
    return Integer.parseInt(line.substring(0, 3));
  }

  /// Takes the enhanced code off the text when every line has the same one (RFC 2034 §4).
  private static Reply reply(int code, List<String> texts) {
    var word = firstWord(texts.getFirst());
    var enhanced = EnhancedCode.parse(word).filter(e -> e.category() == code / 100);
    if (enhanced.isEmpty() || !texts.stream().allMatch(t -> firstWord(t).equals(word))) {
      return new Reply(code, Optional.empty(), texts);
    }
    return new Reply(
        code, enhanced, texts.stream().map(t -> t.substring(word.length()).strip()).toList());
  }

  private static String firstWord(String text) {
    int blank = text.indexOf(' ');
    return blank < 0 ? text : text.substring(0, blank);
  }

  private static String quote(String line) {
    var cut = line.length() > 80 ? line.substring(0, 80) + "…" : line;
    return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
