package io.signetmail.auth.authres;

import io.signetmail.auth.authres.MethodResult.Property;

/// Writes one Authentication-Results field.
///
/// Values come from strangers: a HELO name, a local part. A value that is no plain token or address
/// is quoted, characters that could end a line or a string are replaced or escaped, and none is
/// longer than {@link #MAX_VALUE}. What comes out is ASCII, so it fits any next hop (RFC 8601 §2.2
/// allows more only in messages that are internationalized already).
final class ResultsWriter {
  /// A reverse-path has up to 256 octets (RFC 5321 §4.5.3.1.3).
  private static final int MAX_VALUE = 320;

  private static final int MAX_LINE = 78;

  private final StringBuilder out = new StringBuilder(512);
  private int column;

  ResultsWriter(String prefix) {
    append(prefix);
  }

  String write(AuthenticationResults results) {
    append(" ");
    append(value(results.authservId()));
    if (results.version() != 1) {
      append(" " + results.version());
    }
    if (results.results().isEmpty()) {
      append("; none");
    }
    for (var result : results.results()) {
      append(";");
      fold();
      write(result);
    }
    return out.append("\r\n").toString();
  }

  private void write(MethodResult result) {
    append(keyword(result.method()) + "=" + keyword(result.result()));
    if (result.remark() != null) {
      word("(" + comment(result.remark()) + ")");
    }
    result.reason().ifPresent(reason -> word("reason=" + quoted(reason)));
    for (Property property : result.properties()) {
      word(
          keyword(property.type())
              + "."
              + keyword(property.name())
              + "="
              + value(property.value()));
    }
  }

  private void word(String text) {
    if (column + 1 + text.length() > MAX_LINE) {
      fold();
    } else {
      append(" ");
    }
    append(text);
  }

  private void fold() {
    out.append("\r\n\t");
    column = 8;
  }

  private void append(String text) {
    out.append(text);
    column += text.length();
  }

  /// RFC 8601 §2.2: method, result, ptype and property are Keywords, and always our own words.
  private static String keyword(String word) {
    if (word.isEmpty() || !word.chars().allMatch(ResultsWriter::isKeywordCharacter)) {
      throw new IllegalArgumentException("not a keyword of RFC 8601");
    }
    return word;
  }

  private static boolean isKeywordCharacter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }

  private static String value(String text) {
    var shown = bounded(text);
    return isPlain(shown) ? shown : quoted(shown);
  }

  /// True for a MIME token (RFC 2045 §5.1) and for an address of two such with an "@" between.
  private static boolean isPlain(String text) {
    var ats = 0;
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '@' && i < text.length() - 1) {
        ats++;
      } else if (!ResultsScanner.isTokenCharacter(c)) {
        return false;
      }
    }
    return !text.isEmpty() && ats <= 1;
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder(text.length() + 2).append('"');
    escape(bounded(text), "\"\\", quoted);
    return quoted.append('"').toString();
  }

  private static String comment(String text) {
    var comment = new StringBuilder(text.length());
    escape(bounded(text), "()\\", comment);
    return comment.toString();
  }

  private static void escape(String text, String special, StringBuilder to) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < ' ' || c > '~') {
        to.append('?');
      } else {
        if (special.indexOf(c) >= 0) {
          to.append('\\');
        }
        to.append(c);
      }
    }
  }

  private static String bounded(String text) {
    return text.length() <= MAX_VALUE ? text : text.substring(0, MAX_VALUE - 3) + "...";
  }
}
