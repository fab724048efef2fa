package io.signetmail.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A renamed setting or a changed default is a change somebody must notice.
class KeySettingsTest {
  private static <T> T read(Class<T> type, Map<String, String> values) {
    return new SmallRyeConfigBuilder()
        .withMapping(type)
        .withDefaultValues(values)
        .addDiscoveredConverters()
        .build()
        .getConfigMapping(type);
  }

  @Test
  void defaults() {
    var keys = read(KeySettings.class, Map.of());
    assertThat(keys.masterKeyFile()).isEmpty();
    assertThat(keys.masterKey()).isEmpty();
    assertThat(keys.createMasterKey()).isFalse();
    assertThat(keys.previousMasterKeyFiles()).isEmpty();
    assertThat(keys.bootstrapToken()).isEmpty();
    assertThat(keys.bootstrapTokenFile()).isEmpty();
    assertThat(keys.firstTokenFile()).isEqualTo(Path.of("first-admin-token"));
    assertThat(keys.domainGrace()).isEqualTo(Duration.ofDays(30));
    assertThat(keys.purgeInterval()).isEqualTo(Duration.ofHours(1));
    assertThat(keys.rate().perToken()).isEqualTo(1000);
    assertThat(keys.rate().perAddress()).isEqualTo(2000);
    assertThat(keys.rate().failedLogins()).isEqualTo(10);
    assertThat(keys.passwordMinLength()).isEqualTo(8);
    assertThat(keys.selectorTemplate()).isEqualTo("{yyyy}{MM}-{alg}");
  }

  @Test
  void names() {
    var keys =
        read(
            KeySettings.class,
            Map.of(
                "signet.keys.master-key-file", "/secrets/master",
                "signet.keys.create-master-key", "true",
                "signet.keys.previous-master-key-files", "/secrets/a,/secrets/b",
                "signet.keys.bootstrap-token-file", "/secrets/token",
                "signet.keys.first-token-file", "/data/token",
                "signet.keys.domain-grace", "0s",
                "signet.keys.password-min-length", "12",
                "signet.keys.selector-template", "s{yyyy}"));
    assertThat(keys.masterKeyFile()).contains(Path.of("/secrets/master"));
    assertThat(keys.createMasterKey()).isTrue();
    assertThat(keys.previousMasterKeyFiles())
        .contains(List.of(Path.of("/secrets/a"), Path.of("/secrets/b")));
    assertThat(keys.bootstrapTokenFile()).contains(Path.of("/secrets/token"));
    assertThat(keys.firstTokenFile()).isEqualTo(Path.of("/data/token"));
    assertThat(keys.domainGrace()).isZero();
    assertThat(keys.passwordMinLength()).isEqualTo(12);
    assertThat(keys.selectorTemplate()).isEqualTo("s{yyyy}");
  }
}
