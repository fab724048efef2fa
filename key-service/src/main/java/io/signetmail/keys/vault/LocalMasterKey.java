package io.signetmail.keys.vault;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A 256-bit key in the memory of this process.
final class LocalMasterKey implements MasterKey {
  static final int KEY_BYTES = 32;

  private final byte[] id;
  private final SecretKey key;

  LocalMasterKey(byte[] key) {
    this.id = idOf("signet master key id\n".getBytes(US_ASCII), key);
    this.key = new SecretKeySpec(key, "AES");
  }

  @Override
  public byte[] id() {
    return id.clone();
  }

  @Override
  public byte[] wrap(String context, byte[] dataKey, SecureRandom random) {
    try {
      return AesGcm.encrypt(key, context, dataKey, random);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a secret", e);
    }
  }

  @Override
  public byte[] unwrap(String context, byte[] wrapped) {
    try {
      return AesGcm.decrypt(key, context, wrapped);
    } catch (GeneralSecurityException _) {
      throw new VaultException("a sealed value does not open: it was changed or moved");
    }
  }

  @Override
  public String toString() {
    return "MasterKey[secret]";
  }

  static byte[] idOf(byte[] kind, byte[] name) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(kind);
      return Arrays.copyOf(digest.digest(name), ID_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
