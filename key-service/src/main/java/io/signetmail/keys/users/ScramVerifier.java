package io.signetmail.keys.users;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// The server's half of SCRAM-SHA-256 (RFC 5802 §3, RFC 7677).
public final class ScramVerifier {
  /// RFC 7677 §4: at least 4096, more is better.
  private static final int ITERATIONS = 15_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  private static final Pattern STORED =
      Pattern.compile("SCRAM-SHA-256\\$([0-9]{1,9}):([^$:]+)\\$([^$:]+):([^$:]+)");

  private final SecureRandom random;

  /// A verifier taken apart; salt and keys in base64. Prints nothing of itself.
  public record Parts(int iterations, String salt, String storedKey, String serverKey) {
    @Override
    public String toString() {
      return "ScramVerifier.Parts[secret]";
    }
  }

  ScramVerifier(SecureRandom random) {
    this.random = random;
  }

  /// `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`, the spelling PostgreSQL made usual.
  String of(Password password) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return of(password, salt, ITERATIONS);
  }

  static Parts parts(String verifier) {
    var parts = STORED.matcher(verifier);
    if (!parts.matches()) {
      throw new IllegalStateException("a stored SCRAM verifier is damaged");
    }
    return new Parts(
        Integer.parseInt(parts.group(1)), parts.group(2), parts.group(3), parts.group(4));
  }

  static String of(Password password, byte[] salt, int iterations) {
    try {
      var spec = new PBEKeySpec(password.prepared().toCharArray(), salt, iterations, HASH_BITS);
      var salted =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      var storedKey = MessageDigest.getInstance("SHA-256").digest(hmac(salted, "Client Key"));
      return "SCRAM-SHA-256$%d:%s$%s:%s"
          .formatted(
              iterations, base64(salt), base64(storedKey), base64(hmac(salted, "Server Key")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no PBKDF2", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(text.getBytes(US_ASCII));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
