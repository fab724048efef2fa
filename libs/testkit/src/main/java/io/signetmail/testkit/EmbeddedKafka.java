package io.signetmail.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/// A real Kafka broker in this JVM: one node, transactions and share groups working.
///
/// {@link #stop} and {@link #start} again keep the port and the data, so a test can take the broker
/// away and give it back. Not thread safe; the thread that made it runs it.
public final class EmbeddedKafka implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final BrokerSettings settings;
  private final boolean temporary;
  private @Nullable KafkaRaftServer server;

  private EmbeddedKafka(BrokerSettings settings, boolean temporary) {
    this.settings = settings;
    this.temporary = temporary;
  }

  /// A started broker on free ports whose data is deleted by {@link #close}.
  public static EmbeddedKafka create() {
    return create(Map.of());
  }

  /// As {@link #create()}, with broker settings of the test's own.
  public static EmbeddedKafka create(Map<String, String> extra) {
    for (int attempt = 1; ; attempt++) {
      var directory = TemporaryDirectory.create("signet-kafka");
      var ports = Ports.free(2);
      var kafka =
          new EmbeddedKafka(new BrokerSettings(directory, ports.get(0), ports.get(1), extra), true);
      try {
        kafka.start();
        return kafka;
      } catch (KafkaException e) {
        kafka.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /// A broker over data that stays; not started.
  public static EmbeddedKafka over(BrokerSettings settings) {
    return new EmbeddedKafka(settings, false);
  }

  public void start() {
    if (server != null) {
      throw new IllegalStateException("already running on " + bootstrap());
    }
    format(settings);
    var started = new KafkaRaftServer(KafkaConfig.fromProps(settings.toProperties()), Time.SYSTEM);
    try {
      started.startup();
    } catch (RuntimeException e) {
      shutDown(started);
      throw e instanceof KafkaException known ? known : new KafkaException("start failed", e);
    }
    server = started;
  }

  /// Stops the broker cleanly; its port and data are kept for {@link #start}.
  public void stop() {
    var running = server;
    server = null;
    if (running != null) {
      shutDown(running);
    }
  }

  public boolean isRunning() {
    return server != null;
  }

  public String bootstrap() {
    return settings.bootstrap();
  }

  public BrokerSettings settings() {
    return settings;
  }

  /// What a service needs to use this broker.
  public Map<String, String> config() {
    return Map.of("signet.kafka.bootstrap", bootstrap());
  }

  @Override
  public void close() {
    stop();
    if (temporary) {
      TemporaryDirectory.delete(settings.dataDirectory());
    }
  }

  /// Prepares the data directory of `settings` once; does nothing when it is prepared already.
  public static void format(BrokerSettings settings) {
    var directory = settings.dataDirectory();
    if (Files.exists(directory.resolve("meta.properties"))) {
      return;
    }
    try (var quiet =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
      Files.createDirectories(directory);
      var path = directory.toAbsolutePath().toString();
      new Formatter()
          .setPrintStream(quiet)
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName("CONTROLLER")
          .setMetadataLogDirectory(path)
          .addDirectory(path)
          .setIgnoreFormatted(true)
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + directory, e);
    } catch (Exception e) {
      throw new KafkaException("cannot format " + directory, e);
    }
  }

  private static void shutDown(KafkaRaftServer running) {
    running.shutdown();
    running.awaitShutdown();
  }
}
