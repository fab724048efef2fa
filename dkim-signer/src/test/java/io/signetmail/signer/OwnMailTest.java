package io.signetmail.signer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.kafka.DurableProducer;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.SendOutcome;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.bus.worker.RetryTiers;
import io.signetmail.bus.worker.TransactionMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.signer.keys.CachedKeySource;
import io.signetmail.signer.keys.HttpKeySource;
import io.signetmail.signer.keys.KeyServiceSettings;
import io.signetmail.testkit.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The signer between a real Kafka and a key-service that knows nothing of the platform's domain.
class OwnMailTest {
  private static final InstantSource CLOCK = InstantSource.system();
  private static final RandomGenerator RANDOM = new SplittableRandom(3);

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
      return Duration.ofSeconds(5);
    }
  }

  /// A bounce that waits for a key nobody will ever make is a bounce that never leaves.
  @Test
  @Timeout(120)
  void aBounceOfOursLeavesAlthoughKeyServiceRefusesTheQuestion() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(400, -1);
          exchange.close();
        });
    server.start();
    try (var kafka = EmbeddedKafka.create()) {
      var connection = KafkaConnection.to(kafka.bootstrap(), "test");
      try (var admin = connection.admin()) {
        var _ = new TopicProvisioner(admin, new TopicPlan(2, 1, 1, false)).provision();
      }
      var bounce = bounce();
      try (var producer = new DurableProducer(connection);
          var _ = WorkerLoop.start(mode(connection, handler(server.getAddress().getPort())))) {
        assertThat(producer.send(Topic.MAIL_SIGN, bounce)).isInstanceOf(SendOutcome.Stored.class);
        assertThat(first(connection, Topic.MAIL_OUTBOUND)).isEqualTo(bounce.message());
      }
    } finally {
      server.stop(0);
    }
  }

  private static SigningHandler handler(int port) {
    var settings = new Settings(URI.create("http://127.0.0.1:" + port));
    var http = new HttpKeySource(HttpClient.newHttpClient(), settings, new ObjectMapper());
    var minute = Duration.ofMinutes(1);
    return new SigningHandler(
        new CachedKeySource(http, minute, minute, CLOCK, RANDOM),
        new DkimSigner(CLOCK),
        SigningOptions.DEFAULT,
        "mx.signet.example",
        CLOCK);
  }

  private static TransactionMode mode(KafkaConnection connection, SigningHandler handler) {
    return new TransactionMode(
        connection,
        Topic.MAIL_SIGN,
        Topic.MAIL_SIGN_RETRY,
        new RetryTiers(Duration.ofSeconds(30), Duration.ofHours(1)),
        Groups.SIGNER,
        "dkim-signer-test",
        "dkim-signer",
        handler,
        100,
        Duration.ofSeconds(60),
        Duration.ofDays(5),
        CLOCK,
        RANDOM,
        new WorkerMetrics(new SimpleMeterRegistry(), "dkim-signer"));
  }

  /// As the relay writes it.
  private static MailRecord bounce() {
    var message =
        """
        From: Mail Delivery System <mailer-daemon@mx.signet.example>
        To: <ann@shop.example>
        Subject: Your message could not be delivered

        It will not be tried again.
        """
            .replace("\n", "\r\n")
            .getBytes(UTF_8);
    var envelope =
        new Envelope(
            Envelope.VERSION,
            "dsn",
            CLOCK.instant(),
            new Envelope.Client("127.0.0.1", 0, "mx.signet.example", null, null),
            "",
            List.of(Envelope.Recipient.of("ann@shop.example")),
            null,
            false,
            false,
            message.length,
            Disposition.ACCEPT,
            null,
            null);
    return MailRecord.of(
        new MessageIds(CLOCK, RANDOM).next(), envelope, message, TraceContext.start(RANDOM));
  }

  private static byte[] first(KafkaConnection connection, Topic topic) {
    try (var consumer =
        new KafkaConsumer<String, byte[]>(connection.groupMember("reader-of-" + topic))) {
      consumer.subscribe(List.of(topic.topicName()));
      while (true) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          return record.value();
        }
      }
    }
  }
}
