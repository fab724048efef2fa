package io.signetmail.keys.vault;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets for the database.
///
/// Every secret gets its own AES-256 key, which is itself sealed under the master key: no nonce is
/// ever shared between two secrets, and a new master key means re-sealing one key per row. The
/// context (what this secret is, and whose) is authenticated with both, so a sealed value that was
/// moved to another row does not open.
///
/// Layout: version (1) · master key id (8) · length of the sealed data key (2) · sealed data key ·
/// nonce (12) · sealed secret. Version 1 had no length: its sealed data key is 60 bytes. Safe for
/// use by many threads.
public final class Vault {
  private static final byte VERSION = 2;
  private static final byte FIXED_LENGTH = 1;
  private static final int FIXED_BYTES = 60;
  private static final int MAX_WRAPPED_BYTES = 4096;
  private static final int DATA_KEY_BYTES = 32;
  private static final int MIN_BODY_BYTES = AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES;

  private final MasterKey current;
  private final List<MasterKey> known;
  private final SecureRandom random;

  /// Seals under the current key; opens what any of the known keys sealed.
  public Vault(MasterKey current, List<MasterKey> previous, SecureRandom random) {
    this.current = current;
    this.known = Stream.concat(Stream.of(current), previous.stream()).toList();
    this.random = random;
  }

  /// A sealed value in its parts.
  private static final class Parts {
    private final MasterKey master;
    private final byte[] wrapped;
    private final byte[] body;

    Parts(MasterKey master, byte[] wrapped, byte[] body) {
      this.master = master;
      this.wrapped = wrapped;
      this.body = body;
    }
  }

  public Sealed seal(String context, byte[] secret) {
    var dataKey = new byte[DATA_KEY_BYTES];
    random.nextBytes(dataKey);
    try {
      return assemble(
          current.wrap(context, dataKey, random),
          AesGcm.encrypt(aes(dataKey), context, secret, random));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a secret", e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /// Throws {@link VaultException} when the value was changed, belongs to another context, or was
  /// sealed under a master key this process does not have.
  public byte[] open(String context, Sealed sealed) {
    var parts = parts(sealed);
    var dataKey = parts.master.unwrap(context, parts.wrapped);
    try {
      return decrypt(context, dataKey, parts.body);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /// The same secret under the current master key. What does not open is not re-sealed: it throws
  /// as {@link #open} does.
  public Sealed rewrap(String context, Sealed sealed) {
    var parts = parts(sealed);
    var dataKey = parts.master.unwrap(context, parts.wrapped);
    try {
      Arrays.fill(decrypt(context, dataKey, parts.body), (byte) 0);
      return assemble(current.wrap(context, dataKey, random), parts.body);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /// True when the value is sealed under the current master key.
  public boolean isCurrent(Sealed sealed) {
    var bytes = sealed.bytes();
    return bytes.length > MasterKey.ID_BYTES
        && Arrays.equals(current.id(), Arrays.copyOfRange(bytes, 1, 1 + MasterKey.ID_BYTES));
  }

  /// The name of the current master key: bytes 2 to 9 of everything sealed under it.
  public byte[] currentId() {
    return current.id();
  }

  private Parts parts(Sealed sealed) {
    var in = ByteBuffer.wrap(sealed.bytes());
    if (in.remaining() < 1 + MasterKey.ID_BYTES + 2) {
      throw damaged();
    }
    byte version = in.get();
    var id = take(in, MasterKey.ID_BYTES);
    int length =
        switch (version) {
          case VERSION -> Short.toUnsignedInt(in.getShort());
          case FIXED_LENGTH -> FIXED_BYTES;
          default -> throw damaged();
        };
    if (length > MAX_WRAPPED_BYTES || in.remaining() < length + MIN_BODY_BYTES) {
      throw damaged();
    }
    var wrapped = take(in, length);
    var master =
        known.stream()
            .filter(key -> Arrays.equals(key.id(), id))
            .findFirst()
            .orElseThrow(
                () -> new VaultException("a value is sealed under a master key that is not here"));
    return new Parts(master, wrapped, take(in, in.remaining()));
  }

  private static VaultException damaged() {
    return new VaultException("a sealed value is damaged");
  }

  private static byte[] decrypt(String context, byte[] dataKey, byte[] body) {
    try {
      return AesGcm.decrypt(aes(dataKey), context, body);
    } catch (GeneralSecurityException _) {
      throw new VaultException("a sealed value does not open: it was changed or moved");
    }
  }

  private Sealed assemble(byte[] wrapped, byte[] body) {
    return Sealed.of(
        ByteBuffer.allocate(1 + MasterKey.ID_BYTES + 2 + wrapped.length + body.length)
            .put(VERSION)
            .put(current.id())
            .putShort((short) wrapped.length)
            .put(wrapped)
            .put(body)
            .array());
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  private static byte[] take(ByteBuffer in, int count) {
    var bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }
}
