package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What kind of key, and how large.
public record KeyAlgorithm(Family family, int bits) {
  /// The `k=` tag of the record (RFC 6376 §3.6.1, RFC 8463 §4).
  public enum Family {
    RSA,
    ED25519;

    public String keyword() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final KeyAlgorithm RSA_2048 = new KeyAlgorithm(Family.RSA, 2048);
  public static final KeyAlgorithm RSA_3072 = new KeyAlgorithm(Family.RSA, 3072);
  public static final KeyAlgorithm RSA_4096 = new KeyAlgorithm(Family.RSA, 4096);
  public static final KeyAlgorithm ED25519 = new KeyAlgorithm(Family.ED25519, 256);

  /// What can be generated. An imported RSA key may have any size between the smallest and the
  /// largest of these.
  public static final List<KeyAlgorithm> GENERATED = List.of(RSA_2048, RSA_3072, RSA_4096, ED25519);

  public static KeyAlgorithm fromInput(String field, String text) {
    return parse(text)
        .filter(GENERATED::contains)
        .orElseThrow(() ->
            Refusal.of(
                INVALID_REQUEST,
                field,
                Quoted.of(text) + " is not an algorithm, choose one of " + GENERATED));
  }

  /// Reads what {@link #toString} wrote.
  public static Optional<KeyAlgorithm> parse(String text) {
    if (text.equals("ed25519")) {
      return Optional.of(ED25519);
    }
    return text.matches("rsa-[0-9]{4}")
        ? Optional.of(new KeyAlgorithm(Family.RSA, Integer.parseInt(text.substring(4))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return switch (family) {
      case RSA -> "rsa-" + bits;
      case ED25519 -> "ed25519";
    };
  }
}
