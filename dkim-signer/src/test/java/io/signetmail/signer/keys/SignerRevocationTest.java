package io.signetmail.signer.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeysChanged;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.KeyChanges;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.EmbeddedKafka;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Through a real Kafka: what key-service announced stops the signer, and key-service need not live
/// to say it again.
class SignerRevocationTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final KeyQuestion QUESTION =
      new KeyQuestion("alice", DomainName.of("mail.shop.example"));

  private final EmbeddedKafka kafka = EmbeddedKafka.create();
  private final KafkaConnection connection = KafkaConnection.to(kafka.bootstrap(), "test");

  private record Settings(URI url) implements KeyServiceSettings {
    @Override
    public boolean allowPlainHttp() {
      return false;
    }

    @Override
    public Optional<String> token() {
      return Optional.of("t0ken");
    }

    @Override
    public Optional<Path> tokenFile() {
      return Optional.empty();
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(2);
    }
  }

  @AfterEach
  void stop() {
    kafka.close();
  }

  private static HttpServer keyService() throws Exception {
    var key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    var pem =
        "-----BEGIN PRIVATE KEY-----\\n"
            + Base64.getEncoder().encodeToString(key)
            + "\\n-----END PRIVATE KEY-----\\n";
    var answer =
        ("{\"keys\":[{\"selector\":\"s1\",\"domain\":\"shop.example\",\"algorithm\":\"ed25519\","
                + "\"privateKey\":\""
                + pem
                + "\"}]}")
            .getBytes(StandardCharsets.UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/signing-keys",
        exchange -> {
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    return server;
  }

  private void announce(String key) {
    var event = new KeysChanged(KeysChanged.VERSION, key, 7, Instant.now());
    try (var producer = new DurableProducer(connection)) {
      var outcomes =
          producer.sendAll(
              List.of(
                  new ProducerRecord<>(Topic.KEYS_CHANGED.topicName(), key, BusJson.write(event))));
      assertThat(outcomes.getFirst()).isInstanceOf(SendOutcome.Stored.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"domain:shop.example", "user:alice"})
  void aRevocationStopsSigningAlsoWhenKeyServiceDiesRightAfter(String key) throws Exception {
    try (var admin = connection.admin()) {
      var _ = new TopicProvisioner(admin, new TopicPlan(1, 1, 1, false)).provision();
    }
    var server = keyService();
    var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var cache =
        new CachedKeySource(
            new HttpKeySource(HttpClient.newHttpClient(), new Settings(url), new ObjectMapper()),
            Duration.ofHours(1),
            Duration.ofHours(24),
            InstantSource.system(),
            new Random(1));
    try (var changes = KeyChanges.follow(connection, cache)) {
      Await.until(Duration.ofSeconds(30), "the signer listens", changes::isListening);
      assertThat(cache.find(QUESTION)).isInstanceOf(KeyAnswer.Keys.class);
      announce("user:somebody-else");
      long start = System.nanoTime();
      announce(key);
      server.stop(0);
      Await.until(
          LIMIT,
          "the signer has no key any more",
          () -> cache.find(QUESTION) instanceof KeyAnswer.Unavailable);
      System.out.printf(
          "%s: no signature after %d ms%n",
          key, Duration.ofNanos(System.nanoTime() - start).toMillis());
    } catch (RuntimeException | Error e) {
      server.stop(0);
      throw e;
    }
  }
}
