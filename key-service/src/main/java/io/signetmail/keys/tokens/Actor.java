package io.signetmail.keys.tokens;

import static io.signetmail.keys.problems.ProblemType.FORBIDDEN;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;

/// Who asks. Id and name go into the audit trail; only the id tells actors apart, a name can be
/// given to any number of tokens.
///
/// @param id of the token
public record Actor(String id, String name, Role role, Scope scope) {
  /// No token has it: theirs are hexadecimal or name the first admin.
  private static final String SERVICE_ID = "key-service";

  /// The service itself, for what nobody asked for.
  public static final Actor SERVICE =
      new Actor(SERVICE_ID, "key-service", Role.ADMIN, Scope.EVERYTHING);

  public void requireScope(MailDomain domain) {
    if (!scope.covers(domain)) {
      throw Refusal.of(FORBIDDEN, "domain", "this token is not for " + domain);
    }
  }
}
