package io.signetmail.auth.spf;

import java.util.List;

/// A macro-string (RFC 7208 §7.1), parsed: literal text and macros in turn.
public record MacroString(List<Part> parts) {
  /// A piece of the string.
  public sealed interface Part {
    record Literal(String text) implements Part {}

    /// `%{letter keep r delimiters}`; `keep` 0 means all parts, `escape` an upper-case letter.
    record Macro(char letter, int keep, boolean reverse, String delimiters, boolean escape)
        implements Part {}
  }

  static final MacroString CURRENT_DOMAIN =
      new MacroString(List.of(new Part.Macro('d', 0, false, ".", false)));

  public MacroString {
    parts = List.copyOf(parts);
  }
}
