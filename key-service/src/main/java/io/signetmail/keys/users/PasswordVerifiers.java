package io.signetmail.keys.users;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;

/// What is kept of a password: enough to check it, once for PLAIN and LOGIN, once for
/// SCRAM-SHA-256. Set together, so both always belong to the same password. Prints nothing of
/// itself.
///
/// @param argon2id the PHC string
/// @param scramSha256 `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`
record PasswordVerifiers(String argon2id, String scramSha256) {
  byte[] encoded() {
    return (argon2id + "\n" + scramSha256).getBytes(UTF_8);
  }

  static PasswordVerifiers decode(byte[] encoded) {
    var lines = new String(encoded, UTF_8).split("\n", -1);
    if (lines.length != 2) {
      throw Refusal.of(ProblemType.INTERNAL_ERROR, "a stored password verifier is damaged");
    }
    return new PasswordVerifiers(lines[0], lines[1]);
  }

  @Override
  public String toString() {
    return "PasswordVerifiers[secret]";
  }
}
