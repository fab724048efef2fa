package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // start() sets the fields before each test
class SniTest {
  @TempDir Path folder;
  private SmtpServer server;

  private void put(String file, String... names) throws IOException {
    var made = TestCertificate.in(Files.createTempDirectory(folder, "made"), names);
    Files.copy(made.key(), folder.resolve("certs").resolve(file + ".key.new"));
    Files.copy(made.certificate(), folder.resolve("certs").resolve(file + ".crt.new"));
    for (var kind : List.of(".key", ".crt")) {
      Files.move(
          folder.resolve("certs").resolve(file + kind + ".new"),
          folder.resolve("certs").resolve(file + kind),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(folder.resolve("certs"));
    var first = TestCertificate.in(Files.createTempDirectory(folder, "first"), "mx.test");
    put("shop", "mail.shop.example", "*.shop.example");
    var files =
        new PemFiles(
            Optional.of(new PemPair(first.certificate(), first.key())),
            Optional.of(folder.resolve("certs")),
            Duration.ZERO);
    server = SmtpServer.start(Doors.open(ListenerKind.SUBMISSIONS, new Sessions().ports()), files);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /// Trusts anything: which certificate is shown is the question here.
  private static SSLContext anything() throws Exception {
    var manager =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String type) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String type) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {manager}, null);
    return context;
  }

  private SSLSocket connect(String name) throws Exception {
    var socket = (SSLSocket) anything().getSocketFactory().createSocket("127.0.0.1", server.port());
    if (!name.isEmpty()) {
      var parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  private String shown(String name) throws Exception {
    try (var socket = connect(name)) {
      var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSubjectAlternativeNames().iterator().next().get(1).toString();
    }
  }

  @ParameterizedTest(name = "asked for {0}: {1}")
  @CsvSource({
    "mx.test,mx.test",
    "mail.shop.example,mail.shop.example",
    "MAIL.Shop.example,mail.shop.example",
    "other.shop.example,mail.shop.example",
    "a.b.shop.example,mx.test",
    "unknown.example,mx.test",
    "'',mx.test"
  })
  void theCertificateOfTheNameAskedForIsShown(String name, String certificate) throws Exception {
    assertThat(shown(name)).isEqualTo(certificate);
  }

  @Test
  void newCertificatesAreUsedWithoutARestartAndOpenConnectionsGoOn() throws Exception {
    assertThat(shown("news.example")).isEqualTo("mx.test");
    try (var open = connect("mail.shop.example")) {
      var in =
          new java.io.BufferedReader(
              new java.io.InputStreamReader(
                  open.getInputStream(), java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(in.readLine()).startsWith("220");
      put("news", "news.example");
      Await.until(Duration.ofSeconds(20), "the new certificate", () -> isShown("news.example"));
      open.getOutputStream().write("NOOP\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      assertThat(in.readLine()).startsWith("250");
    }
  }

  @Test
  void aBrokenFileLeavesTheLastGoodCertificate() throws Exception {
    assertThat(shown("mail.shop.example")).isEqualTo("mail.shop.example");
    Files.writeString(folder.resolve("certs/shop.key"), "-----BEGIN NONSENSE-----\n");
    assertThat(shown("mail.shop.example")).isEqualTo("mail.shop.example");
    Files.writeString(folder.resolve("certs/empty.crt"), "");
    assertThat(shown("mail.shop.example")).isEqualTo("mail.shop.example");
  }

  private boolean isShown(String name) {
    try {
      return shown(name).equals(name);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
