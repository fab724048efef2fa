package io.signetmail.keys.tokens;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What a token may do.
public enum Role {
  /// Everything.
  ADMIN,
  /// Domains, users, grants and keys, maybe of some domains only.
  PROVISIONER,
  /// Check a login and read grants: an SMTP ingress.
  EDGE,
  /// Fetch private keys: a DKIM signer.
  SIGNER,
  /// Read everything that is not secret.
  AUDITOR;

  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role fromInput(String field, String text) {
    return Arrays.stream(values())
        .filter(role -> role.keyword().equals(text))
        .findFirst()
        .orElseThrow(() ->
            Refusal.of(
                INVALID_REQUEST,
                field,
                Quoted.of(text)
                    + " is not a role, the roles are "
                    + Arrays.stream(values())
                        .map(Role::keyword)
                        .collect(Collectors.joining(", "))));
  }
}
