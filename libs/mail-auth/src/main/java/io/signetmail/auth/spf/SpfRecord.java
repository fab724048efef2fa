package io.signetmail.auth.spf;

import java.util.List;
import java.util.Optional;

/// A record that follows the grammar (RFC 7208 §4.5, §12). `terms` are all its terms as published,
/// unknown modifiers too.
public record SpfRecord(
    List<Directive> directives,
    Optional<MacroString> redirect,
    Optional<MacroString> explanation,
    List<String> terms) {
  public SpfRecord {
    directives = List.copyOf(directives);
    terms = List.copyOf(terms);
  }

  /// The record as it could be published.
  public String print() {
    return terms.isEmpty() ? "v=spf1" : "v=spf1 " + String.join(" ", terms);
  }
}
