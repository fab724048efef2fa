package io.signetmail.ingress.sasl;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What a user who does not exist is answered: a salt that stays the same, and keys nobody has, so
/// that SCRAM does not tell who exists (RFC 5802 §9).
public final class UnknownUsers {
  /// What key-service gives a new password.
  private static final int ITERATIONS = 15_000;

  private static final int SALT_OCTETS = 16;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec key;

  /// @param secret the same in every ingress, or their answers differ
  public UnknownUsers(byte[] secret) {
    this.key = new SecretKeySpec(secret, HMAC);
  }

  /// Always the same for a name.
  public ScramSecrets secretsOf(String user) {
    return ScramSecrets.of(
        ITERATIONS,
        Arrays.copyOf(mac("salt", user), SALT_OCTETS),
        mac("stored", user),
        mac("server", user));
  }

  private byte[] mac(String what, String user) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(("scram " + what + "\0" + user).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + HMAC, e);
    }
  }
}
