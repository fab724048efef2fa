package io.signetmail.keys.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// The bearer token itself. Shown once, to the one who made it; kept only as its hash.
public record TokenSecret(String text) {
  private static final int RANDOM_BYTES = 32;
  private static final String PREFIX = "sgt_";

  public static TokenSecret random(SecureRandom random) {
    var bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return new TokenSecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// SHA-256 is enough: the text is 256 random bits, there is nothing to guess.
  public String hash() {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return "TokenSecret[secret]";
  }
}
