package io.signetmail.auth.dns.zone;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits master-file text into lines of words (RFC 1035 §5.1): quotes, escapes, comments and
/// parentheses are gone afterwards.
final class ZoneTokens {
  /// `continuesOwner`: the line began with blank space, so it belongs to the name before it.
  record Line(boolean continuesOwner, List<String> words) {}

  private final String text;
  private int at;
  private int lineNumber = 1;
  private int startOfLine = 1;

  ZoneTokens(String text) {
    this.text = text;
  }

  /// Where the line last returned began.
  int lineNumber() {
    return startOfLine;
  }

  @Nullable Line nextLine() {
    while (at < text.length()) {
      startOfLine = lineNumber;
      boolean continues = text.charAt(at) == ' ' || text.charAt(at) == '\t';
      var words = words();
      if (!words.isEmpty()) {
        return new Line(continues, words);
      }
    }
    return null;
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    int depth = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '\n' -> {
          at++;
          lineNumber++;
          if (depth == 0) {
            return words;
          }
        }
        case ' ', '\t', '\r' -> at++;
        case ';' -> skipComment();
        case '(' -> {
          depth++;
          at++;
        }
        case ')' -> {
          depth--;
          at++;
        }
        case '"' -> words.add(quoted());
        default -> words.add(bare());
      }
    }
    if (depth != 0) {
      throw new IllegalArgumentException("zone line " + startOfLine + ": unbalanced parentheses");
    }
    return words;
  }

  private void skipComment() {
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private String quoted() {
    var word = new StringBuilder();
    for (at++; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == '"') {
        at++;
        return word.toString();
      }
      if (c == '\n') {
        break;
      }
      word.append(character());
    }
    throw new IllegalArgumentException("zone line " + lineNumber + ": quote without an end");
  }

  private String bare() {
    var word = new StringBuilder();
    while (at < text.length() && " \t\r\n;()\"".indexOf(text.charAt(at)) < 0) {
      word.append(character());
    }
    return word.toString();
  }

  /// RFC 1035 §5.1: `\X` is X, `\DDD` is the octet with that decimal value.
  private char character() {
    char c = text.charAt(at++);
    if (c != '\\' || at == text.length()) {
      return c;
    }
    int value = 0;
    for (int i = 0; i < 3; i++) {
      int digit = at + i < text.length() ? text.charAt(at + i) - '0' : -1;
      if (digit < 0 || digit > 9) {
        return text.charAt(at++);
      }
      value = value * 10 + digit;
    }
    if (value > 255) {
      throw new IllegalArgumentException("zone line " + lineNumber + ": no such octet " + value);
    }
    at += 3;
    return (char) value;
  }
}
