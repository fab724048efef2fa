package io.signetmail.auth.authres;

import java.util.List;
import java.util.Objects;

/// One Authentication-Results field (RFC 8601 §2.2): who checked, and what came out. No results
/// means the word `none`.
public record AuthenticationResults(String authservId, int version, List<MethodResult> results) {

  public AuthenticationResults {
    Objects.requireNonNull(authservId);
    results = List.copyOf(results);
  }

  public AuthenticationResults(String authservId, List<MethodResult> results) {
    this(authservId, 1, results);
  }

  /// The whole field, folded, with CRLF. Whatever the values hold, it is one field.
  public String toField() {
    return new ResultsWriter("Authentication-Results:").write(this);
  }

  /// The part after `Authentication-Results:`, folded, without the last CRLF: what ARC puts after
  /// its instance number (RFC 8617 §4.1.1).
  public String toPayload() {
    var field = new ResultsWriter("").write(this);
    return field.substring(0, field.length() - 2).strip();
  }
}
