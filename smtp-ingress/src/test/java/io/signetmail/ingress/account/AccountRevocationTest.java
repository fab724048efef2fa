package io.signetmail.ingress.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeysChanged;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.KeyChanges;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.ingress.session.Login;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedKafka;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Through a real Kafka: a login remembered from before a revocation does not count after it, and
/// key-service need not live to say so again.
class AccountRevocationTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final EmbeddedKafka kafka = EmbeddedKafka.create();
  private final KafkaConnection connection = KafkaConnection.to(kafka.bootstrap(), "test");

  @AfterEach
  void stop() {
    kafka.close();
  }

  private void announce(String key) {
    var event = new KeysChanged(KeysChanged.VERSION, key, 7, Instant.now());
    try (var producer = new DurableProducer(connection)) {
      var record = new ProducerRecord<>(Topic.KEYS_CHANGED.topicName(), key, BusJson.write(event));
      assertThat(producer.sendAll(List.of(record)).getFirst())
          .isInstanceOf(SendOutcome.Stored.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"domain:shop.example", "user:alice"})
  void aRevocationEndsARememberedLoginAlsoWhenKeyServiceDiesRightAfter(String key)
      throws Exception {
    try (var admin = connection.admin()) {
      var _ = new TopicProvisioner(admin, new TopicPlan(1, 1, 1, false)).provision();
    }
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var answer = "{\"valid\":true,\"domains\":[\"shop.example\"]}".getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/credentials/verify",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    var accounts =
        new CachedAccounts(
            new KeyServiceAccounts(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                () -> Optional.of("t0ken")),
            Duration.ofMinutes(10),
            Duration.ofHours(24),
            100,
            InstantSource.system(),
            new SecureRandom());
    try (var changes = KeyChanges.follow(connection, accounts)) {
      Await.until(Duration.ofSeconds(30), "the ingress listens", changes::isListening);
      assertThat(accounts.login("alice", "p")).isInstanceOf(Login.Granted.class);
      announce("domain:other.example");
      long start = System.nanoTime();
      announce(key);
      server.stop(0);
      Await.until(
          LIMIT,
          "the remembered login is forgotten",
          () -> accounts.login("alice", "p") instanceof Login.Unavailable);
      System.out.printf(
          "%s: no login after %d ms%n",
          key, Duration.ofNanos(System.nanoTime() - start).toMillis());
    } catch (RuntimeException | Error e) {
      server.stop(0);
      throw e;
    }
  }
}
