package io.signetmail.auth.arc;

import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dns.DomainName;

/// One verified ARC set (RFC 8617 §5.2 step 6): who sealed, and what the sealer says it saw. The
/// results are that sealer's word, no more.
public record ArcHop(
    int instance, DomainName sealer, Selector selector, AuthenticationResults recorded) {

  /// True when the sealer recorded this result for this method.
  public boolean recorded(String method, String result) {
    return recorded.results().stream()
        .anyMatch(r -> r.method().equals(method) && r.result().equals(result));
  }
}
