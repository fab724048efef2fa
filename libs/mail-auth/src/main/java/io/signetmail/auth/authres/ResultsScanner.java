package io.signetmail.auth.authres;

import org.jspecify.annotations.Nullable;

/// Characters of an Authentication-Results value: white space and nested comments skipped, words
/// and quoted strings read. Linear, without recursion.
final class ResultsScanner {
  private final String text;
  private final boolean utf8;
  private int position;
  private boolean broken;

  ResultsScanner(String text, boolean utf8) {
    this.text = text;
    this.utf8 = utf8;
  }

  /// RFC 2045 §5.1 token: printable US-ASCII without tspecials.
  static boolean isTokenCharacter(char c) {
    return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
  }

  /// True once a comment or a quoted string did not end, or held what it must not.
  boolean broken() {
    return broken;
  }

  int position() {
    return position;
  }

  void rewind(int to) {
    position = to;
  }

  boolean atEnd() {
    skipCfws();
    return position == text.length();
  }

  /// Skips CFWS, then takes `c` if it is next.
  boolean take(char c) {
    skipCfws();
    if (position < text.length() && text.charAt(position) == c) {
      position++;
      return true;
    }
    return false;
  }

  /// The next character after CFWS, NUL at the end.
  char peek() {
    skipCfws();
    return position < text.length() ? text.charAt(position) : 0;
  }

  /// The next character right here, without skipping.
  char here() {
    return position < text.length() ? text.charAt(position) : 0;
  }

  /// A run of characters that `accepts`; null when there is none.
  @Nullable String run(CharacterRule accepts) {
    skipCfws();
    return runHere(accepts);
  }

  @Nullable String runHere(CharacterRule accepts) {
    var start = position;
    while (position < text.length() && accepts.test(text.charAt(position))) {
      position++;
    }
    return position == start ? null : text.substring(start, position);
  }

  /// Which characters a run is made of.
  @FunctionalInterface
  interface CharacterRule {
    boolean test(char c);
  }

  /// A quoted string that starts here; null when there is none or it does not end.
  @Nullable String quoted() {
    if (here() != '"') {
      return null;
    }
    position++;
    var content = new StringBuilder();
    while (position < text.length()) {
      var c = text.charAt(position++);
      if (c == '"') {
        return content.toString();
      }
      if (c == '\\' && position < text.length()) {
        c = text.charAt(position++);
      } else if (c == '\r' || c == '\n') {
        continue; // folding
      }
      if (c >= 0x7f && !utf8) {
        broken = true;
      }
      content.append(c);
    }
    broken = true;
    return null;
  }

  void skipCfws() {
    while (position < text.length()) {
      switch (text.charAt(position)) {
        case ' ', '\t', '\r', '\n' -> position++;
        case '(' -> skipComment();
        default -> {
          return;
        }
      }
    }
  }

  private void skipComment() {
    var depth = 0;
    while (position < text.length()) {
      switch (text.charAt(position++)) {
        case '(' -> depth++;
        case ')' -> {
          if (--depth == 0) {
            return;
          }
        }
        case '\\' -> position = Math.min(position + 1, text.length());
        default -> {}
      }
    }
    broken = true;
  }
}
