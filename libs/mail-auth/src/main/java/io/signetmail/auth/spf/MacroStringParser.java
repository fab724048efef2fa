package io.signetmail.auth.spf;

import io.signetmail.auth.dns.Ascii;
import io.signetmail.auth.spf.MacroString.Part;
import java.util.ArrayList;
import java.util.List;

/// Reads macro-strings (RFC 7208 §7.1).
final class MacroStringParser {
  private static final int MAX_KEEP = 100_000;

  private final String text;
  private final boolean explanation;
  private final List<Part> parts = new ArrayList<>(2);
  private final StringBuilder literal = new StringBuilder();

  /// Where the literal text after the last macro begins.
  private int lastMacroEnd;

  private MacroStringParser(String text, boolean explanation) {
    this.text = text;
    this.explanation = explanation;
  }

  /// A domain-spec: ends in a macro or in a dot and a top label.
  static MacroString domainSpec(String text) throws SpfSyntaxException {
    if (text.isEmpty()) {
      throw new SpfSyntaxException("empty domain", text);
    }
    var parser = new MacroStringParser(text, false);
    var parsed = parser.parse();
    if (parser.lastMacroEnd < text.length()
        && !endsInTopLabel(text.substring(parser.lastMacroEnd))) {
      throw new SpfSyntaxException("domain without a valid top label", text);
    }
    return parsed;
  }

  /// The value of a modifier nobody knows: any macro-string.
  static MacroString unknownModifier(String text) throws SpfSyntaxException {
    return new MacroStringParser(text, false).parse();
  }

  /// explain-string: with spaces, and with the letters c, r and t.
  static MacroString explanation(String text) throws SpfSyntaxException {
    return new MacroStringParser(text, true).parse();
  }

  private MacroString parse() throws SpfSyntaxException {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '%') {
        at = macro(at + 1);
        lastMacroEnd = at;
      } else if ((c > 0x20 && c < 0x7F) || (explanation && c == ' ')) {
        literal.append(c);
        at++;
      } else {
        throw new SpfSyntaxException("character not allowed", text);
      }
    }
    endLiteral();
    return new MacroString(parts);
  }

  private int macro(int at) throws SpfSyntaxException {
    switch (at < text.length() ? text.charAt(at) : 0) {
      case '%' -> literal.append('%');
      case '_' -> literal.append(' ');
      case '-' -> literal.append("%20");
      case '{' -> {
        return expansion(at + 1);
      }
      default -> throw new SpfSyntaxException("'%' without a macro", text);
    }
    return at + 1;
  }

  private int expansion(int start) throws SpfSyntaxException {
    int at = start;
    char letter = charAt(at++);
    char lower = Ascii.lower(letter);
    if ("slodiphv".indexOf(lower) < 0 && !(explanation && "crt".indexOf(lower) >= 0)) {
      throw new SpfSyntaxException("unknown macro letter", text);
    }
    int keep = 0;
    int digitsAt = at;
    while (Ascii.isDigit(charAt(at))) {
      keep = Math.min(keep * 10 + (charAt(at++) - '0'), MAX_KEEP);
    }
    if (at > digitsAt && keep == 0) {
      throw new SpfSyntaxException("macro that keeps no part", text); // RFC 7208 §7.1
    }
    boolean reverse = charAt(at) == 'r' || charAt(at) == 'R';
    if (reverse) {
      at++;
    }
    int delimitersAt = at;
    while (charAt(at) != 0 && ".-+,/_=".indexOf(charAt(at)) >= 0) {
      at++;
    }
    if (charAt(at) != '}') {
      throw new SpfSyntaxException("macro without an end", text);
    }
    var delimiters = at == delimitersAt ? "." : text.substring(delimitersAt, at);
    endLiteral();
    parts.add(new Part.Macro(lower, keep, reverse, delimiters, letter != lower));
    return at + 1;
  }

  private void endLiteral() {
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  private char charAt(int at) {
    return at < text.length() ? text.charAt(at) : 0;
  }

  /// `"." toplabel [ "." ]`, after anything. A top label is letters, digits and inner hyphens, and
  /// not digits alone.
  private static boolean endsInTopLabel(String text) {
    int end = text.endsWith(".") ? text.length() - 1 : text.length();
    int start = text.lastIndexOf('.', end - 1) + 1;
    if (start == 0 || start == end) {
      return false;
    }
    boolean onlyDigits = true;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean inner = i > start && i < end - 1;
      if (!Ascii.isLetterOrDigit(c) && !(c == '-' && inner)) {
        return false;
      }
      onlyDigits &= Ascii.isDigit(c);
    }
    return !onlyDigits;
  }
}
