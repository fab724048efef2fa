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
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MasterKeyFilesTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]) + "\n";

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

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwxrwxrwx"})
  void aFileThatIsOpenToOthersIsRefused(String permissions, @TempDir Path dir) throws IOException {
    var file = Files.writeString(dir.resolve("master"), KEY);
    var settings = settings(Map.of("signet.keys.master-key-file", file.toString()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(MasterKeyFiles.current(settings, RANDOM)).isNotNull();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    assertThatThrownBy(() -> MasterKeyFiles.current(settings, RANDOM))
        .hasMessageContaining("chmod 400")
        .hasMessageContaining(permissions)
        .hasMessageNotContaining(KEY.strip());
  }

  @Test
  void startsAtOneMomentMakeOneMasterKey(@TempDir Path dir) throws Exception {
    var file = dir.resolve("master");
    var settings =
        settings(
            Map.of(
                "signet.keys.master-key-file",
                file.toString(),
                "signet.keys.create-master-key",
                "true"));
    var ids = ConcurrentHashMap.<String>newKeySet();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int i = 0; i < 8; i++) {
        threads.execute(
            () -> ids.add(HexFormat.of().formatHex(MasterKeyFiles.current(settings, RANDOM).id())));
      }
    }
    assertThat(ids).hasSize(1);
    try (var left = Files.list(dir)) {
      assertThat(left).containsExactly(file);
    }
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
