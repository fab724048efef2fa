package io.signetmail.ingress;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.signetmail.bus.kafka.KafkaConnection;
import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.ingress.server.TestCertificate;
import io.signetmail.testkit.BrokerSettings;
import io.signetmail.testkit.EmbeddedKafka;
import io.signetmail.testkit.MailboxSink;
import io.signetmail.testkit.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/// A real Kafka that is not there yet, a key-service with one user (`u`, `p`) who may send as the
/// domains of the corpus, and a certificate.
public final class Neighbours implements QuarkusTestResourceLifecycleManager {
  private final Path folder = Files.createTempDirectory("signet-ingress-test");
  private final TestCertificate certificate = TestCertificate.in(folder);
  private final EmbeddedKafka kafka;
  private final HttpServer keyService;
  private final MailboxSink nextHop = MailboxSink.start();

  /// Reserves ports; starts key-service only.
  public Neighbours() throws IOException {
    var ports = Ports.free(2);
    kafka =
        EmbeddedKafka.over(
            new BrokerSettings(folder.resolve("kafka"), ports.get(0), ports.get(1), Map.of()));
    keyService = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    keyService.createContext("/v1/signing-keys/explain", Neighbours::explain);
    keyService.createContext(
        "/v1/credentials/verify",
        exchange -> {
          var question =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean valid = question.equals("{\"user\":\"u\",\"password\":\"p\"}");
          var answer =
              ("{\"valid\":" + valid + ",\"domains\":[" + Corpus.grantedDomains() + "]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
  }

  /// A key signs for everything.
  private static void explain(HttpExchange exchange) throws IOException {
    var answer = "{\"signs\":[\"s1\"],\"steps\":[]}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public Map<String, String> start() {
    keyService.start();
    return Map.ofEntries(
        Map.entry("signet.kafka.bootstrap", kafka.bootstrap()),
        Map.entry(
            "signet.key-service.url", "http://127.0.0.1:" + keyService.getAddress().getPort()),
        Map.entry("signet.tls.certificate", certificate.certificate().toString()),
        Map.entry("signet.tls.key", certificate.key().toString()),
        Map.entry("signet.hostname", "mx.test"),
        Map.entry("signet.mx.port", "0"),
        Map.entry("signet.mx.domains", "example.com"),
        Map.entry("signet.submission.port", "0"),
        Map.entry("signet.submissions.port", "0"),
        Map.entry("signet.smtp.listen-address", "127.0.0.1"),
        Map.entry("signet.smtp.max-errors", "1000"),
        Map.entry("signet.verdict-wait", "6s"),
        Map.entry("signet.mx.recipients.host", "127.0.0.1"),
        Map.entry("signet.mx.recipients.port", Integer.toString(nextHop.port())),
        Map.entry("signet.report-addresses", "reports@example.com"));
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(this, new TestInjector.MatchesType(Neighbours.class));
  }

  /// Where mail goes, and who says who exists.
  public MailboxSink nextHop() {
    return nextHop;
  }

  /// Lets Kafka appear, with its topics.
  public KafkaConnection startKafka() {
    kafka.start();
    var connection = KafkaConnection.to(kafka.bootstrap(), "test");
    try (var admin = connection.admin()) {
      var _ = new TopicProvisioner(admin, new TopicPlan(2, 1, 1, false)).provision();
    }
    return connection;
  }

  /// What to trust.
  public TestCertificate certificate() {
    return certificate;
  }

  @Override
  public void stop() {
    keyService.stop(0);
    nextHop.close();
    kafka.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(Neighbours::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(File file) {
    if (!file.delete()) {
      file.deleteOnExit();
    }
  }
}
