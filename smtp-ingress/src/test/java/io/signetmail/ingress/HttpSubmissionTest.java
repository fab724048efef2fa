package io.signetmail.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.kafka.Decoded;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.topic.Topic;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(HttpSubmissionTest.OwnNeighbours.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class HttpSubmissionTest {
  private static final String MESSAGE =
      "From: Shop <a@shop.example>\r\nSubject: höchst\r\n\r\n.body\r\n";
  private static @Nullable KafkaConnection kafka;

  /// A Kafka that is not there yet, whatever other tests did with theirs.
  public static final class OwnNeighbours implements QuarkusTestProfile {
    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(new TestResourceEntry(Neighbours.class));
    }

    @Override
    public boolean disableGlobalTestResources() {
      return true;
    }
  }

  @TestHTTPResource("/v1/messages")
  URI messages;

  Neighbours neighbours;

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(messages + query))
        .header("Content-Type", "message/rfc822")
        .header("Authorization", basic("u:p"));
  }

  private static String basic(String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(octets);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpRequest.BodyPublisher body(String text) {
    return BodyPublishers.ofString(text);
  }

  @Test
  @Order(1)
  void withoutKafkaItIsA503ThatSaysWhenToComeBack() {
    var answer = send(request("?to=b@example.net").POST(body(MESSAGE)));
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("30");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(answer.body()).contains("cannot store the message now");
  }

  @Test
  @Order(2)
  void whatIsAcceptedIsStoredByteForByteForEveryRecipient() {
    kafka = neighbours.startKafka();
    var accepted =
        Await.value(
            Duration.ofSeconds(30),
            "a 202 after Kafka came",
            () ->
                Optional.of(
                        send(
                            request("?from=bounce@shop.example&to=b@example.net&to=c@example.org")
                                .POST(body(MESSAGE))))
                    .filter(r -> r.statusCode() == 202));
    var mail = read().getLast();
    assertThat(accepted.body()).isEqualTo("{\"id\":\"" + mail.id() + "\"}");
    assertThat(new String(mail.message(), StandardCharsets.UTF_8))
        .startsWith("Received: from [127.0.0.1] ([127.0.0.1])\r\n\tby mx.test with HTTP id ")
        .endsWith(MESSAGE);
    var envelope = mail.envelope();
    assertThat(envelope.listener()).isEqualTo("http");
    assertThat(envelope.user()).isEqualTo("u");
    assertThat(envelope.mailFrom()).isEqualTo("bounce@shop.example");
    assertThat(envelope.eightBitMime()).isTrue();
    assertThat(envelope.recipients())
        .extracting(r -> r.address())
        .containsExactly("b@example.net", "c@example.org");
  }

  @Test
  @Order(3)
  void aRequestSentTwiceIsOneMessage() {
    int before = read().size();
    var first =
        send(request("?to=b@example.net").header("Idempotency-Key", "k1").POST(body(MESSAGE)));
    var again =
        send(request("?to=b@example.net").header("Idempotency-Key", "k1").POST(body(MESSAGE)));
    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(again.body()).isEqualTo(first.body());
    var other =
        send(request("?to=c@example.net").header("Idempotency-Key", "k1").POST(body(MESSAGE)));
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(read()).hasSize(before + 1);
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ?to=b@example.net                      | From: a@notgranted.invalid\\n\\nx\\n | 403 | From domain notgranted.invalid is not granted
          ?from=a@notgranted.invalid&to=b@x.example | From: a@shop.example\\n\\nx\\n   | 403 | sender domain notgranted.invalid
          ?from=nonsense&to=b@x.example          | From: a@shop.example\\n\\nx\\n      | 400 | from is no address
          ?to=nonsense                           | From: a@shop.example\\n\\nx\\n      | 400 | recipient 1 is no address
          ?x=y                                   | From: a@shop.example\\n\\nx\\n      | 400 | name recipients
          ?to=b@example.net                      | Subject: none\\n\\nx\\n             | 403 | no From field
          ?to=b@example.net                      | From: a@shop.example\\n\\nx         | 422 | does not end in CRLF
          """)
  void whatSubmissionWouldRefuseIsRefused(String query, String message, int status, String detail) {
    int before = read().size();
    var answer = send(request(query).POST(body(message.replace("\\n", "\r\n"))));
    assertThat(answer.body()).contains(detail).contains("urn:signet:problem:");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(read()).hasSize(before);
  }

  @Test
  @Order(4)
  void lineEndsAreStrict() {
    var answer = send(request("?to=b@example.net").POST(body("From: a@shop.example\n\nx\n")));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("bare LF in line 1");
  }

  @ParameterizedTest
  @CsvSource({"Basic dTp3cm9uZw==, 401", "Basic !, 401", "Bearer abc, 401", "'', 401"})
  void withoutAUserNothingIsTaken(String authorization, int status) {
    var answer =
        send(
            request("?to=b@example.net")
                .setHeader("Authorization", authorization)
                .POST(body(MESSAGE)));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .hasValueSatisfying(v -> assertThat(v).startsWith("Basic "));
    assertThat(answer.body()).doesNotContain("wrong");
  }

  private static List<MailRecord> read() {
    var mails = new ArrayList<MailRecord>();
    try (var consumer =
        new KafkaConsumer<String, byte[]>(Objects.requireNonNull(kafka).consumer())) {
      var partitions =
          consumer.partitionsFor(Topic.MAIL_SIGN.topicName()).stream()
              .map(p -> new TopicPartition(p.topic(), p.partition()))
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
