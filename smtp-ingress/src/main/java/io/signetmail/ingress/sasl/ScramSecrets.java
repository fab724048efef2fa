package io.signetmail.ingress.sasl;

import java.util.Arrays;
import java.util.Base64;

/// What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 §3). No password can be made of
/// it, but whoever has it can pass for the server: prints nothing of itself.
public final class ScramSecrets {
  static final int HASH_OCTETS = 32;
  private static final int MAX_SALT = 64;

  /// RFC 7677 §4 asks for at least 4096; more than a million would be a way to keep clients busy.
  private static final int LEAST_ITERATIONS = 4096;

  private static final int MOST_ITERATIONS = 1_000_000;

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramSecrets(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    if (iterations < LEAST_ITERATIONS
        || iterations > MOST_ITERATIONS
        || salt.length == 0
        || salt.length > MAX_SALT
        || storedKey.length != HASH_OCTETS
        || serverKey.length != HASH_OCTETS) {
      throw new IllegalArgumentException("not the keys of SCRAM-SHA-256");
    }
    this.iterations = iterations;
    this.salt = salt;
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /// Copies the arrays.
  public static ScramSecrets of(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    return new ScramSecrets(iterations, salt.clone(), storedKey.clone(), serverKey.clone());
  }

  /// Salt and keys in base64.
  ///
  /// @throws IllegalArgumentException when they are not; the message shows nothing of them
  public static ScramSecrets decode(
      int iterations, String salt, String storedKey, String serverKey) {
    return new ScramSecrets(iterations, decoded(salt), decoded(storedKey), decoded(serverKey));
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("a SCRAM verifier is not base64");
    }
  }

  int iterations() {
    return iterations;
  }

  String saltText() {
    return Base64.getEncoder().encodeToString(salt);
  }

  byte[] storedKey() {
    return storedKey.clone();
  }

  byte[] serverKey() {
    return serverKey.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScramSecrets that
        && iterations == that.iterations
        && Arrays.equals(salt, that.salt)
        && Arrays.equals(storedKey, that.storedKey)
        && Arrays.equals(serverKey, that.serverKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(salt);
  }

  @Override
  public String toString() {
    return "ScramSecrets[secret]";
  }
}
