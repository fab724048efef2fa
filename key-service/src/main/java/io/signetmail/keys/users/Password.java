package io.signetmail.keys.users;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.signetmail.keys.problems.Refusal;
import java.text.Normalizer;
import java.util.stream.Collectors;

/// A password in the clear, prepared as RFC 8265 §4.2.2 (OpaqueString) says. Prints nothing of
/// itself.
public record Password(String prepared) {
  private static final int MAX_CHARS = 1024;

  /// Reads a new password; it must be worth guessing.
  public static Password chosen(String field, String text, int minChars) {
    var password = given(field, text);
    if (password.prepared.codePointCount(0, password.prepared.length()) < minChars) {
      throw Refusal.of(
          INVALID_REQUEST, field, "the password is shorter than " + minChars + " characters");
    }
    return password;
  }

  /// Reads a password somebody logs in with.
  public static Password given(String field, String text) {
    if (text.isEmpty()) {
      throw Refusal.of(INVALID_REQUEST, field, "the password is empty");
    }
    if (text.length() > MAX_CHARS) {
      throw Refusal.of(
          INVALID_REQUEST, field, "the password is longer than " + MAX_CHARS + " characters");
    }
    // RFC 8265 §4.2.2: other spaces become the ASCII space, then NFC.
    var spaced =
        text.codePoints()
            .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    if (spaced.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.of(INVALID_REQUEST, field, "the password has a control character");
    }
    return new Password(Normalizer.normalize(spaced, Normalizer.Form.NFC));
  }

  byte[] bytes() {
    return prepared.getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return "Password[secret]";
  }
}
