package io.signetmail.keys.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.signetmail.testkit.DnsServer;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A real PostgreSQL, a real Kafka and a DNS server for the service under test.
public final class KeyServiceBackends implements QuarkusTestResourceLifecycleManager {
  public static final String ADMIN = "admin-token-for-tests-only-0123456789";
  private static final String MASTER_KEY = "VEVTVC1PTkxZLVRFU1QtT05MWS1URVNULU9OTFkhISE=";

  static final DnsServer DNS =
      DnsServer.start(
          """
          example. SOA ns.example. hostmaster.example. 1 60 60 60 60
          example. NS ns.example.
          ns.example. A 127.0.0.1
          """);
  private final EmbeddedPostgres postgres = EmbeddedPostgres.create();
  private final EmbeddedKafka kafka = EmbeddedKafka.create();

  @Override
  public Map<String, String> start() {
    try {
      Path masterKey = Files.createTempFile("signet-keys-test", ".master-key");
      Files.writeString(masterKey, MASTER_KEY);
      var config = new HashMap<>(postgres.emptySchema("keys").config());
      config.putAll(kafka.config());
      config.putAll(DNS.config());
      config.put("signet.keys.master-key-file", masterKey.toString());
      config.put("signet.keys.bootstrap-token", ADMIN);
      config.put("signet.keys.rate.per-token", "100000");
      config.put("signet.keys.rate.per-address", "100000");
      config.put("signet.keys.rate.failed-logins", "100000");
      config.put("signet.dns.authority-port", Integer.toString(DNS.port()));
      config.put("signet.keys.rotation.settle", "0s");
      config.put("signet.keys.rotation.look-every", "100ms");
      config.put("signet.keys.rotation.evidence-every", "100ms");
      config.put("signet.keys.rotation.poll", "100ms");
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    DNS.close();
    kafka.close();
    postgres.close();
  }
}
