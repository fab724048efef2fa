package io.signetmail.keys.tokens;

import static io.signetmail.keys.problems.ProblemType.FORBIDDEN;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;

/// Who asks. The name goes into the audit trail.
public record Actor(String name, Role role, Scope scope) {
  /// The service itself, for what nobody asked for.
  public static final Actor SERVICE = new Actor("key-service", Role.ADMIN, Scope.EVERYTHING);

  public void requireScope(MailDomain domain) {
    if (!scope.covers(domain)) {
      throw Refusal.of(FORBIDDEN, "domain", "this token is not for " + domain);
    }
  }
}
