package io.signetmail.keys.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.signetmail.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/// A service that allows five calls a second, ten in one go.
public final class RateBackends implements QuarkusTestResourceLifecycleManager {
  private final EmbeddedPostgres postgres = EmbeddedPostgres.create();

  @Override
  public Map<String, String> start() {
    try {
      var config = new HashMap<>(postgres.emptySchema("keys").config());
      config.put("signet.kafka.bootstrap", "127.0.0.1:1");
      config.put(
          "signet.keys.master-key-file",
          Files.createTempDirectory("signet-keys-rate").resolve("master").toString());
      config.put("signet.keys.create-master-key", "true");
      config.put("signet.keys.bootstrap-token", KeyServiceBackends.ADMIN);
      config.put("signet.keys.rate.per-token", "5");
      config.put("signet.keys.rate.failed-logins", "5");
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    postgres.close();
  }
}
