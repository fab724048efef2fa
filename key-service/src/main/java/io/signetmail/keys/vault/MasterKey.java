package io.signetmail.keys.vault;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The 256-bit key everything else is sealed under, and the short name sealed values know it by.
public final class MasterKey {
  static final int ID_BYTES = 8;
  private static final int KEY_BYTES = 32;

  private final byte[] id;
  private final SecretKey key;

  private MasterKey(byte[] key) {
    this.id = idOf(key);
    this.key = new SecretKeySpec(key, "AES");
  }

  /// Reads the base64 text of 32 bytes. The text is a secret: it appears in no message.
  public static MasterKey parse(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("the master key is not base64");
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "the master key is " + bytes.length + " bytes, it must be " + KEY_BYTES);
    }
    return new MasterKey(bytes);
  }

  SecretKey key() {
    return key;
  }

  byte[] id() {
    return id.clone();
  }

  boolean hasId(byte[] other) {
    return Arrays.equals(id, other);
  }

  @Override
  public String toString() {
    return "MasterKey[secret]";
  }

  private static byte[] idOf(byte[] key) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update("signet master key id\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      return Arrays.copyOf(digest.digest(key), ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
