package io.signetmail.keys.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.KeySettings;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyFilesTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private static KeySettings settings(Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(KeySettings.class)
        .withDefaultValues(values)
        .addDiscoveredConverters()
        .build()
        .getConfigMapping(KeySettings.class);
  }

  @Test
  void withoutAMasterKeyTheSettingIsNamed(@TempDir Path dir) {
    assertThatThrownBy(() -> MasterKeyFiles.current(settings(Map.of()), RANDOM))
        .hasMessageContaining("signet.keys.master-key-file");
    var missing = Map.of("signet.keys.master-key-file", dir.resolve("none").toString());
    assertThatThrownBy(() -> MasterKeyFiles.current(settings(missing), RANDOM))
        .hasMessageContaining("none");
    var nonsense = Map.of("signet.keys.master-key", "not a key");
    assertThatThrownBy(() -> MasterKeyFiles.current(settings(nonsense), RANDOM))
        .hasMessageContaining("signet.keys.master-key")
        .hasMessageNotContaining("not a key");
  }

  @Test
  void aMadeMasterKeyIsKeptAndOnlyItsOwnerReadsIt(@TempDir Path dir) throws IOException {
    var file = dir.resolve("master");
    var settings =
        settings(
            Map.of(
                "signet.keys.master-key-file",
                file.toString(),
                "signet.keys.create-master-key",
                "true"));
    var first = new Vault(MasterKeyFiles.current(settings, RANDOM), List.of(), RANDOM);
    var again = new Vault(MasterKeyFiles.current(settings, RANDOM), List.of(), RANDOM);
    assertThat(again.open("a", first.seal("a", new byte[] {7}))).containsExactly(7);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
