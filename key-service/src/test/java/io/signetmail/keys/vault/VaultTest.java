package io.signetmail.keys.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class VaultTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] SECRET = "-----BEGIN PRIVATE KEY-----".getBytes(UTF_8);

  private final MasterKey master = key(1);
  private final Vault vault = new Vault(master, List.of(), RANDOM);

  private static MasterKey key(int fill) {
    var bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) fill);
    return MasterKey.parse(Base64.getEncoder().encodeToString(bytes) + "\n");
  }

  @Test
  void opensWhatItSealed() {
    assertThat(vault.open("a", vault.seal("a", SECRET))).isEqualTo(SECRET);
    assertThat(vault.open("a", vault.seal("a", new byte[0]))).isEmpty();
  }

  @Test
  void sealsTheSameSecretDifferentlyEachTime() {
    assertThat(vault.seal("a", SECRET)).isNotEqualTo(vault.seal("a", SECRET));
  }

  @Test
  void sealedValueDoesNotOpenInAnotherContext() {
    var sealed = vault.seal("dkim-key:shop.example/s1", SECRET);
    assertThatThrownBy(() -> vault.open("dkim-key:shop.example/s2", sealed))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void everyChangedByteIsNoticed() {
    var good = vault.seal("a", SECRET).bytes();
    for (int i = 0; i < good.length; i++) {
      var bad = good.clone();
      bad[i] ^= 1;
      assertThatThrownBy(() -> vault.open("a", Sealed.of(bad)))
          .as("byte %d", i)
          .isInstanceOf(VaultException.class);
    }
    for (int length = 0; length < good.length; length++) {
      var cut = java.util.Arrays.copyOf(good, length);
      assertThatThrownBy(() -> vault.open("a", Sealed.of(cut)))
          .as("%d bytes", length)
          .isInstanceOf(VaultException.class);
    }
  }

  @Test
  void previousMasterKeyStillOpens() {
    var sealed = vault.seal("a", SECRET);
    var rotated = new Vault(key(2), List.of(master), RANDOM);
    assertThat(rotated.open("a", sealed)).isEqualTo(SECRET);
    assertThat(rotated.isCurrent(sealed)).isFalse();
    assertThat(rotated.isCurrent(rotated.seal("a", SECRET))).isTrue();

    var foreign = new Vault(key(3), List.of(), RANDOM);
    assertThatThrownBy(() -> foreign.open("a", sealed))
        .hasMessageContaining("master key that is not here");
  }

  /// What the first version of this service sealed: no length before the data key.
  @Test
  void theFirstLayoutStillOpens() throws GeneralSecurityException {
    var dataKey = new byte[32];
    var old =
        ByteBuffer.allocate(1 + 8 + 60 + 28 + SECRET.length)
            .put((byte) 1)
            .put(master.id())
            .put(master.wrap("a", dataKey, RANDOM))
            .put(AesGcm.encrypt(new SecretKeySpec(dataKey, "AES"), "a", SECRET, RANDOM))
            .array();
    assertThat(vault.open("a", Sealed.of(old))).isEqualTo(SECRET);
    assertThat(vault.isCurrent(Sealed.of(old))).isTrue();
  }

  @Test
  void aNewMasterKeyIsASealOfItsOwn() {
    var sealed = vault.seal("a", SECRET);
    var rotated = new Vault(key(2), List.of(master), RANDOM);
    var anew = rotated.rewrap("a", sealed);
    assertThat(new Vault(key(2), List.of(), RANDOM).open("a", anew)).isEqualTo(SECRET);
    assertThatThrownBy(() -> vault.open("a", anew)).isInstanceOf(VaultException.class);
    var bad = sealed.bytes();
    bad[bad.length - 1] ^= 1;
    assertThatThrownBy(() -> rotated.rewrap("a", Sealed.of(bad)))
        .isInstanceOf(VaultException.class);
  }

  @Test
  void nothingPrintsASecret() {
    assertThat(master.toString()).isEqualTo("MasterKey[secret]");
    assertThat(Sealed.of(SECRET).toString()).isEqualTo("Sealed[27 bytes]");
    assertThatThrownBy(() -> MasterKey.parse("c2hvcnQ="))
        .hasMessageContaining("5 bytes")
        .hasMessageNotContaining("c2hv");
    assertThatThrownBy(() -> MasterKey.parse("*secret*")).hasMessageNotContaining("secret*");
  }
}
