package io.signetmail.keys.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals secrets for the database.
///
/// Every secret gets its own AES-256 key, which is itself sealed under the master key: no nonce is
/// ever shared between two secrets, and a new master key means re-sealing 48 bytes per row. The
/// context (what this secret is, and whose) is authenticated with it, so a sealed value that was
/// moved to another row does not open.
///
/// Layout: version (1) · master key id (8) · nonce (12) · sealed data key (48) · nonce (12) ·
/// sealed secret. Safe for use by many threads.
public final class Vault {
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int DATA_KEY_BYTES = 32;
  private static final int SEALED_DATA_KEY_BYTES = DATA_KEY_BYTES + TAG_BITS / 8;
  private static final int HEADER_BYTES = 1 + MasterKey.ID_BYTES;
  private static final int MIN_BYTES =
      HEADER_BYTES + NONCE_BYTES + SEALED_DATA_KEY_BYTES + NONCE_BYTES + TAG_BITS / 8;

  private final MasterKey current;
  private final List<MasterKey> known;
  private final SecureRandom random;

  /// Seals under the current key; opens what any of the known keys sealed.
  public Vault(MasterKey current, List<MasterKey> previous, SecureRandom random) {
    this.current = current;
    this.known =
        java.util.stream.Stream.concat(java.util.stream.Stream.of(current), previous.stream())
            .toList();
    this.random = random;
  }

  public Sealed seal(String context, byte[] secret) {
    var dataKey = randomBytes(DATA_KEY_BYTES);
    try {
      return assemble(
          current, sealedDataKey(current, context, dataKey), body(context, dataKey, secret));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot seal a secret", e);
    } finally {
      Arrays.fill(dataKey, (byte) 0);
    }
  }

  /// Throws {@link VaultException} when the value was changed, belongs to another context, or was
  /// sealed under a master key this process does not have.
  public byte[] open(String context, Sealed sealed) {
    var in = ByteBuffer.wrap(sealed.bytes());
    var master = masterOf(in);
    byte[] dataKey = null;
    try {
      dataKey =
          decrypt(master.key(), context, take(in, NONCE_BYTES), take(in, SEALED_DATA_KEY_BYTES));
      return decrypt(aes(dataKey), context, take(in, NONCE_BYTES), take(in, in.remaining()));
    } catch (GeneralSecurityException _) {
      throw new VaultException("a sealed value does not open: it was changed or moved");
    } finally {
      if (dataKey != null) {
        Arrays.fill(dataKey, (byte) 0);
      }
    }
  }

  /// True when the value is sealed under the current master key.
  public boolean isCurrent(Sealed sealed) {
    var bytes = sealed.bytes();
    return bytes.length >= MIN_BYTES && current.hasId(Arrays.copyOfRange(bytes, 1, HEADER_BYTES));
  }

  private MasterKey masterOf(ByteBuffer in) {
    if (in.remaining() < MIN_BYTES || in.get() != VERSION) {
      throw new VaultException("a sealed value is damaged");
    }
    var id = take(in, MasterKey.ID_BYTES);
    return known.stream()
        .filter(key -> key.hasId(id))
        .findFirst()
        .orElseThrow(
            () -> new VaultException("a value is sealed under a master key that is not here"));
  }

  private byte[] sealedDataKey(MasterKey master, String context, byte[] dataKey)
      throws GeneralSecurityException {
    return encrypt(master.key(), context, dataKey);
  }

  private byte[] body(String context, byte[] dataKey, byte[] secret)
      throws GeneralSecurityException {
    return encrypt(aes(dataKey), context, secret);
  }

  private static Sealed assemble(MasterKey master, byte[] dataKey, byte[] body) {
    return Sealed.of(
        ByteBuffer.allocate(HEADER_BYTES + dataKey.length + body.length)
            .put(VERSION)
            .put(master.id())
            .put(dataKey)
            .put(body)
            .array());
  }

  private byte[] encrypt(SecretKey key, String context, byte[] plain)
      throws GeneralSecurityException {
    var nonce = randomBytes(NONCE_BYTES);
    var sealed = cipher(Cipher.ENCRYPT_MODE, key, context, nonce).doFinal(plain);
    return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
  }

  private static byte[] decrypt(SecretKey key, String context, byte[] nonce, byte[] sealed)
      throws GeneralSecurityException {
    return cipher(Cipher.DECRYPT_MODE, key, context, nonce).doFinal(sealed);
  }

  private static Cipher cipher(int mode, SecretKey key, String context, byte[] nonce)
      throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.getBytes(UTF_8));
    return cipher;
  }

  private static SecretKey aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  private static byte[] take(ByteBuffer in, int count) {
    var bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private byte[] randomBytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
