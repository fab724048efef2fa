package io.signetmail.keys.vault;

import java.security.SecureRandom;
import java.util.Base64;

/// What every data key is sealed under, and the short name sealed values know it by. Safe for use
/// by many threads.
public interface MasterKey {
  int ID_BYTES = 8;

  /// Eight bytes, the same at every start.
  byte[] id();

  /// Seals a data key for one context.
  byte[] wrap(String context, byte[] dataKey, SecureRandom random);

  /// Throws {@link VaultException} when it was changed or belongs to another context.
  byte[] unwrap(String context, byte[] wrapped);

  /// Reads the base64 text of 32 bytes. The text is a secret: it appears in no message.
  static MasterKey parse(String base64) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("the master key is not base64");
    }
    if (bytes.length != LocalMasterKey.KEY_BYTES) {
      throw new IllegalArgumentException(
          "the master key is %d bytes, it must be %d"
              .formatted(bytes.length, LocalMasterKey.KEY_BYTES));
    }
    return new LocalMasterKey(bytes);
  }
}
