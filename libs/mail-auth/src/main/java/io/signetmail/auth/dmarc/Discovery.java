package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;
import java.util.Optional;

/// What looking for the policy of an author domain came to (RFC 9989 §4.10.1).
public sealed interface Discovery {
  /// `existence` says why it is not known whether the author domain exists, when `np` and `sp`
  /// differ and DNS did not answer; the policy is then the stricter of both.
  record Found(PublishedPolicy policy, Optional<String> existence) implements Discovery {}

  /// DMARC does not apply.
  record NoPolicy(String reason) implements Discovery {}

  record Unavailable(DomainName domain, String reason) implements Discovery {}
}
