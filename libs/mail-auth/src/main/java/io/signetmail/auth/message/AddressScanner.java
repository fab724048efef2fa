package io.signetmail.auth.message;

import org.jspecify.annotations.Nullable;

/// The tokens of RFC 5322 §3.2: atoms, quoted strings, specials, with comments and folding skipped.
///
/// Linear in the input; comments nest without recursion.
final class AddressScanner {

  /// `kind` of a token.
  enum Kind {
    /// A run of atext and dots.
    ATOM,
    QUOTED,
    /// One of `< > : ; , @`.
    SPECIAL,
    END,
    /// A character or a construct that RFC 5322 has no place for; the text says which.
    BAD
  }

  record Token(Kind kind, String text) {
    boolean is(char special) {
      return kind == Kind.SPECIAL && text.charAt(0) == special;
    }
  }

  private static final Token END = new Token(Kind.END, "");

  private final String text;
  private int position;
  private @Nullable Token peeked;

  AddressScanner(String text) {
    this.text = text;
  }

  Token peek() {
    if (peeked == null) {
      peeked = scan();
    }
    return peeked;
  }

  Token next() {
    var token = peek();
    peeked = null;
    return token;
  }

  private Token scan() {
    if (!skipCfws()) {
      return new Token(Kind.BAD, "comment without end");
    }
    if (position == text.length()) {
      return END;
    }
    var c = text.charAt(position);
    if (c == '"') {
      return scanQuoted();
    }
    if (isAtext(c)) {
      return scanAtom();
    }
    position++;
    return switch (c) {
      case '<', '>', ':', ';', ',', '@' -> new Token(Kind.SPECIAL, String.valueOf(c));
      case '[' -> new Token(Kind.BAD, "address literal or bracket");
      default -> new Token(Kind.BAD, "unexpected character U+%04X".formatted((int) c));
    };
  }

  private Token scanAtom() {
    var start = position;
    while (position < text.length() && isAtext(text.charAt(position))) {
      position++;
    }
    return new Token(Kind.ATOM, text.substring(start, position));
  }

  /// RFC 5322 §3.2.4; the content comes back without quotes and backslashes, folding undone.
  private Token scanQuoted() {
    position++;
    var content = new StringBuilder();
    while (position < text.length()) {
      var c = text.charAt(position++);
      switch (c) {
        case '"' -> {
          return new Token(Kind.QUOTED, content.toString());
        }
        case '\\' -> {
          if (position < text.length()) {
            content.append(text.charAt(position++));
          }
        }
        case '\r', '\n' -> {}
        default -> content.append(c);
      }
    }
    return new Token(Kind.BAD, "quoted string without end");
  }

  /// RFC 5322 §3.2.2. False when a comment does not end.
  private boolean skipCfws() {
    while (position < text.length()) {
      switch (text.charAt(position)) {
        case ' ', '\t', '\r', '\n' -> position++;
        case '(' -> {
          if (!skipComment()) {
            return false;
          }
        }
        default -> {
          return true;
        }
      }
    }
    return true;
  }

  private boolean skipComment() {
    var depth = 0;
    while (position < text.length()) {
      switch (text.charAt(position++)) {
        case '(' -> depth++;
        case ')' -> {
          if (--depth == 0) {
            return true;
          }
        }
        case '\\' -> position = Math.min(position + 1, text.length());
        default -> {}
      }
    }
    return false;
  }

  /// RFC 5322 §3.2.3 and RFC 6532 §3.2, and the dot, which RFC 5322 §4.1 allows in phrases.
  static boolean isAtext(int c) {
    if (c >= 0x80) {
      return c > 0x9f; // C1 controls are no text
    }
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0;
  }
}
