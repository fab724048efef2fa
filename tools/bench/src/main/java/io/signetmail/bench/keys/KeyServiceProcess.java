package io.signetmail.bench.keys;

import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.EmbeddedPostgres;
import io.signetmail.testkit.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The packaged key-service as a process of its own, with the database and the broker it needs.
final class KeyServiceProcess implements AutoCloseable {
  static final String ADMIN = "bench-admin-token-0123456789abcdef";
  private static final Duration START = Duration.ofSeconds(90);

  private final EmbeddedPostgres postgres = EmbeddedPostgres.create();
  private final EmbeddedKafka kafka = EmbeddedKafka.create();
  private final Path directory;
  private final URI url;
  private final Process process;

  /// @param jar `quarkus-run.jar` of a built key-service
  KeyServiceProcess(Path jar, int heapMegabytes) throws IOException {
    directory = Files.createTempDirectory("signet-bench-keys");
    try (var admin = KafkaConnection.to(kafka.bootstrap(), "bench").admin()) {
      new TopicProvisioner(admin, TopicPlan.singleBroker()).provision();
    }
    int port = Ports.free(1).getFirst();
    url = URI.create("http://127.0.0.1:" + port);
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(java, "-Xmx" + heapMegabytes + "m", "-jar", jar.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("key-service.log").toFile());
    var settings = new HashMap<>(postgres.emptySchema("keys").config());
    settings.putAll(kafka.config());
    settings.put("quarkus.http.port", Integer.toString(port));
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("quarkus.http.access-log.enabled", "false");
    settings.put("signet.keys.bootstrap-token", ADMIN);
    settings.put("signet.keys.master-key-file", directory.resolve("master").toString());
    settings.put("signet.keys.create-master-key", "true");
    settings.put("signet.keys.rate.per-token", "1000000");
    settings.put("signet.keys.rate.per-address", "1000000");
    settings.forEach((key, value) -> builder.environment().put(variable(key), value));
    process = builder.start();
  }

  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  URI url() {
    return url;
  }

  /// Waits until the service answers that it is ready.
  void awaitReady() throws IOException, InterruptedException {
    var end = Instant.now().plus(START);
    var request = HttpRequest.newBuilder(url.resolve("/q/health/ready")).build();
    try (var http = HttpClient.newHttpClient()) {
      while (Instant.now().isBefore(end) && process.isAlive()) {
        try {
          if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException _) {
          // Not listening yet.
        }
        Thread.sleep(200);
      }
    }
    var log = Files.readString(directory.resolve("key-service.log"));
    throw new IOException(
        "key-service did not start: " + log.substring(Math.max(0, log.length() - 2000)));
  }

  /// Resident memory in MiB.
  double memory() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      var line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElse("VmRSS: 0 kB");
      return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(15, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    kafka.close();
    postgres.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
