package io.signetmail.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.BytesBudget;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.SmtpReply;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.kafka.Decoded;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.topic.Groups;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.RequestMode;
import io.signetmail.bus.worker.WorkerLoop;
import io.signetmail.bus.worker.WorkerMetrics;
import io.signetmail.ingress.server.RawClient;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.smtp.DotStuffing;
import io.signetmail.testkit.Await;
import io.signetmail.testkit.SinkRule;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// The service as it ships, with a Kafka that is away at first and comes later.
@QuarkusTest
@QuarkusTestResource(Neighbours.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class IngressTest {
  private static @Nullable KafkaConnection kafka;

  @Inject Ingress ingress;

  @TestHTTPResource("/q/health/ready")
  URI ready;

  @TestHTTPResource("/q/metrics")
  URI metrics;

  Neighbours neighbours;

  private RawClient mx() throws IOException {
    var client = new RawClient(ingress.port(ListenerKind.MX).orElseThrow());
    assertThat(client.reply()).startsWith("220 mx.test ESMTP");
    assertThat(client.ask("EHLO client.test")).startsWith("250");
    return client;
  }

  private RawClient submission() throws IOException {
    var client = new RawClient(ingress.port(ListenerKind.SUBMISSION).orElseThrow());
    client.reply();
    client.ask("EHLO client.test");
    assertThat(client.ask("STARTTLS")).startsWith("220");
    client.startTls(neighbours.certificate().trust());
    assertThat(client.ask("EHLO client.test")).contains("AUTH PLAIN LOGIN");
    assertThat(client.ask("AUTH PLAIN AHUAcA==")).startsWith("235");
    return client;
  }

  private static String send(RawClient client, String from, String to, byte[] message)
      throws IOException {
    assertThat(client.ask("MAIL FROM:<" + from + ">")).startsWith("250");
    return content(client, to, message);
  }

  private static String content(RawClient client, String to, byte[] message) throws IOException {
    assertThat(client.ask("RCPT TO:<" + to + ">")).startsWith("250");
    assertThat(client.ask("DATA")).startsWith("354");
    var wire = new ByteArrayOutputStream();
    DotStuffing.write(wire, message);
    return client.send(wire.toByteArray()).reply();
  }

  private static byte[] message(String from, String body) {
    return ("From: " + from + "\r\nSubject: t\r\n\r\n" + body + "\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String get(URI uri) throws IOException, InterruptedException {
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
      return response.statusCode() + " " + response.body();
    }
  }

  @Test
  @Order(1)
  void withoutKafkaItListensIsReadyAndDefers() throws IOException, InterruptedException {
    assertThat(get(ready)).startsWith("200").contains("smtp listeners", "differences");
    try (var client = mx()) {
      assertThat(send(client, "a@sender.test", "b@example.com", message("a@sender.test", "x")))
          .startsWith("451 4.7.0");
      assertThat(client.ask("NOOP")).startsWith("250");
    }
    try (var client = submission()) {
      assertThat(send(client, "a@shop.example", "b@example.net", message("a@shop.example", "x")))
          .startsWith("451 4.3.0");
    }
    assertThat(get(metrics))
        .contains("signet_ingress_messages_total{listener=\"mx\",outcome=\"deferred\"} 1.0");
  }

  @Test
  @Order(2)
  void whenKafkaComesSubmissionsAreStoredByteForByte() throws IOException {
    kafka = neighbours.startKafka();
    var message = message("Shop <a@shop.example>", "höchst\r\n.wichtig");
    // The ingress finds the broker by itself; until then it defers. A session from before it could
    // hear of changes has to log in again, so each try is one of its own.
    var accepted =
        Await.value(
            Duration.ofSeconds(30),
            "a 250 after Kafka came",
            () -> {
              try (var client = submission()) {
                return client.ask("MAIL FROM:<>").startsWith("250")
                    ? java.util.Optional.of(content(client, "b@example.net", message))
                        .filter(r -> r.startsWith("250 2.0.0"))
                    : java.util.Optional.<String>empty();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    var stored = read(Topic.MAIL_SIGN);
    var mail = stored.getLast();
    assertThat(accepted).isEqualTo("250 2.0.0 " + mail.id());
    assertThat(withoutTrace(mail)).isEqualTo(message);
    assertThat(mail.envelope().user()).isEqualTo("u");
    assertThat(mail.envelope().client().tls()).startsWith("TLSv1.3");
    assertThat(mail.envelope().hasNullReversePath()).isTrue();
    Await.until(
        Duration.ofSeconds(20),
        "the topics are found to be as they should",
        () -> !text(ready).contains("differences"));
  }

  private static String text(URI uri) {
    try {
      return get(uri);
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  @Order(3)
  void inboundMailIsJudgedBeforeItIsAnswered() throws IOException {
    var connection = java.util.Objects.requireNonNull(kafka);
    try (var verifier = WorkerLoop.start(verifier(connection));
        var client = mx()) {
      assertThat(verifier.isAlive()).isTrue();
      // A verifier needs some seconds to join; until then mail is deferred, and stored nowhere.
      var accepted =
          Await.value(
              Duration.ofSeconds(60),
              "a verdict",
              () -> {
                try {
                  var mail = message("a@good.test", "good");
                  return java.util.Optional.of(send(client, "a@good.test", "b@example.com", mail))
                      .filter(r -> !r.startsWith("451"));
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      assertThat(accepted).startsWith("250 2.0.0");
      assertThat(send(client, "a@bad.test", "b@example.com", message("a@bad.test", "spoof")))
          .isEqualTo("550 5.7.1 The message violates the DMARC policy of bad.test");
      assertThat(send(client, "", "reports@example.com", message("a@good.test", "report")))
          .startsWith("250 2.0.0");
    }
    neighbours
        .nextHop()
        .rule(SinkRule.refuseRecipient("nobody@example.com", "550 5.1.1 who is that"));
    try (var client = mx()) {
      assertThat(client.ask("MAIL FROM:<>")).startsWith("250");
      assertThat(client.ask("RCPT TO:<nobody@example.com>"))
          .isEqualTo("550 5.1.1 no such user here");
      assertThat(client.ask("RCPT TO:<abuse@example.com>")).startsWith("250");
    }
    assertThat(neighbours.nextHop().mails()).isEmpty();
    var inbound = read(Topic.MAIL_INBOUND);
    assertThat(inbound).hasSize(1);
    assertThat(new String(inbound.getFirst().message(), StandardCharsets.UTF_8))
        .startsWith("Received: from client.test ([127.0.0.1])\r\n")
        .contains("\r\nAuthentication-Results: mx.test; none\r\nFrom: a@good.test\r\n");
    assertThat(read(Topic.MAIL_REPORTS)).hasSize(1);
  }

  private static RequestMode verifier(KafkaConnection connection) {
    return new RequestMode(
        connection,
        Groups.VERIFIER,
        (mail, request) -> verdict(mail, request),
        8,
        new BytesBudget(1 << 26),
        Duration.ofSeconds(30),
        InstantSource.system(),
        new Random(1),
        new WorkerMetrics(new SimpleMeterRegistry(), "test"));
  }

  private static Verdict verdict(MailRecord mail, String request) {
    boolean bad = mail.envelope().mailFrom().endsWith("@bad.test");
    return new Verdict(
        Verdict.VERSION,
        request,
        mail.id().value(),
        bad ? Verdict.Action.REFUSE : Verdict.Action.ACCEPT,
        bad
            ? new SmtpReply(550, "5.7.1", "The message violates the DMARC policy of bad.test")
            : null,
        bad ? MailEdit.NONE : new MailEdit("Authentication-Results: mx.test; none\r\n", List.of()),
        AuthFacts.unknown());
  }

  /// Every message of the corpus: as it was, or refused with a reason.
  @Test
  @Order(4)
  void theCorpusIsDeliveredByteForByteOrRefusedWithAReason() throws IOException {
    var files = Corpus.files();
    Assumptions.assumeFalse(files.isEmpty(), "conformance.dir has no mail/messages: skipped");
    int before = read(Topic.MAIL_SIGN).size();
    var sent = new ArrayList<byte[]>();
    var refused = new TreeMap<String, Integer>();
    try (var client = submission()) {
      for (var file : files) {
        var message = Corpus.crlf(file);
        var reply = sendOnce(client, message);
        if (reply.startsWith("250")) {
          sent.add(message);
        } else {
          assertThat(reply).as(file.toString()).matches("5\\d\\d 5\\.\\d\\.\\d .+");
          refused.merge(reply.replaceAll("[0-9]+ octets|line [0-9]+", "…"), 1, Integer::sum);
        }
      }
    }
    var stored = read(Topic.MAIL_SIGN);
    assertThat(stored.subList(before, stored.size())).hasSameSizeAs(sent);
    var texts =
        stored.subList(before, stored.size()).stream()
            .map(m -> new String(withoutTrace(m), StandardCharsets.ISO_8859_1))
            .toList();
    assertThat(texts)
        .containsExactlyInAnyOrderElementsOf(
            sent.stream().map(m -> new String(m, StandardCharsets.ISO_8859_1)).toList());
    assertThat(sent).hasSizeGreaterThan(files.size() / 2);
    assertThat(refused.keySet()).allMatch(r -> r.length() > 15);
    org.slf4j.LoggerFactory.getLogger(IngressTest.class)
        .info("corpus: {} sent, {} delivered, refused {}", files.size(), sent.size(), refused);
  }

  private RawClient reconnect(RawClient old) throws IOException {
    old.close();
    return submission();
  }

  /// A NUL closes the connection, so a message that has one gets its own.
  private String sendOnce(RawClient shared, byte[] message) throws IOException {
    boolean nul = new String(message, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0;
    if (!nul) {
      return send(shared, "", "b@example.net", message);
    }
    try (var own = reconnect(new RawClient(ingress.port(ListenerKind.MX).orElseThrow()))) {
      return send(own, "", "b@example.net", message);
    }
  }

  private static byte[] withoutTrace(MailRecord mail) {
    var text = new String(mail.message(), StandardCharsets.ISO_8859_1);
    assertThat(text).startsWith("Received: from client.test ([127.0.0.1])\r\n");
    int end = text.indexOf(" +0000\r\n") + " +0000\r\n".length();
    return Arrays.copyOfRange(mail.message(), end, mail.message().length);
  }

  private static List<MailRecord> read(Topic topic) {
    var mails = new ArrayList<MailRecord>();
    var connection = java.util.Objects.requireNonNull(kafka);
    try (var consumer = new KafkaConsumer<String, byte[]>(connection.consumer())) {
      var partitions =
          consumer.partitionsFor(topic.topicName()).stream()
              .map(p -> new TopicPartition(topic.topicName(), p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        for (var record : consumer.poll(Duration.ofMillis(200))) {
          if (MailRecordCodec.decode(record, new Random(1)) instanceof Decoded.Mail(var mail)) {
            mails.add(mail);
          }
        }
      }
    }
    mails.sort((a, b) -> a.id().compareTo(b.id()));
    return mails;
  }
}
