package io.signetmail.keys.users;

import static io.signetmail.keys.problems.ProblemType.INVALID_USER;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.text.Normalizer;
import java.util.regex.Pattern;

/// The name a SASL user logs in with. Compared as it is written (RFC 8265 §3.4, case preserved).
public record UserName(String value) implements Comparable<UserName> {
  private static final int MAX_CHARS = 255;

  /// What a path segment, a Kafka key and a log line can all carry without escaping games.
  private static final Pattern ALLOWED = Pattern.compile("[\\p{L}\\p{M}\\p{N}._+@=~!#$&'*^{|}-]+");

  private static final Pattern DOTS = Pattern.compile("\\.+");

  /// Reads what a caller wrote in the named field.
  public static UserName fromInput(String field, String text) {
    if (text.isEmpty()) {
      throw Refusal.of(INVALID_USER, field, "the user name is empty");
    }
    if (text.length() > MAX_CHARS) {
      throw refused(field, text, "longer than " + MAX_CHARS + " characters");
    }
    var name = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (!ALLOWED.matcher(name).matches()) {
      throw refused(field, text, "letters, digits and . _ + @ = ~ ! # $ & ' * ^ { | } - only");
    }
    if (DOTS.matcher(name).matches()) {
      throw refused(field, text, "only dots");
    }
    return new UserName(name);
  }

  @Override
  public int compareTo(UserName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }

  private static Refusal refused(String field, String text, String reason) {
    return Refusal.of(INVALID_USER, field, Quoted.of(text) + " is not a user name: " + reason);
  }
}
