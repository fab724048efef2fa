package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.sasl.ScramClient;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Login;
import io.signetmail.ingress.session.ScramOffer;
import io.signetmail.ingress.session.Sessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SCRAM-SHA-256-PLUS over real TLS: what the client's TLS says is what the server's says.
@SuppressWarnings("NullAway.Init") // start() sets the fields before each test
class ChannelBindingTest {
  @TempDir Path folder;

  private final Sessions sessions = new Sessions();
  private TestCertificate certificate;
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException {
    certificate = TestCertificate.in(folder);
    var login = new Login.Granted("u", Set.of(DomainName.of("shop.example")));
    var secrets = ScramClient.secrets("pencil", "W22ZaJ0SNY7soEsUEjb6gQ==", 4096);
    sessions.scram = _ -> new ScramOffer.Ready(secrets, "srv", Optional.of(login));
    server =
        SmtpServer.start(
            Doors.open(ListenerKind.SUBMISSIONS, sessions.ports()),
            new PemFiles(certificate.certificate(), certificate.key()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawClient connected(String protocol) throws IOException {
    var client = RawClient.tls(server.port(), certificate.trust(), protocol);
    assertThat(client.reply()).startsWith("220");
    assertThat(client.ask("EHLO c.test")).contains("SCRAM-SHA-256 SCRAM-SHA-256-PLUS");
    return client;
  }

  private static String logIn(RawClient client, String type, byte[] binding) throws IOException {
    var scram = new ScramClient("p=" + type + ",,", binding, "u", "cli", "pencil");
    var first = challenge(client.ask("AUTH SCRAM-SHA-256-PLUS " + base64(scram.first())));
    var last = client.ask(base64(scram.last(first)));
    if (!last.startsWith("334")) {
      return last;
    }
    assertThat(challenge(last)).isEqualTo(scram.expected());
    return client.ask("");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String challenge(String reply) {
    assertThat(reply).startsWith("334 ");
    return new String(Base64.getDecoder().decode(reply.substring(4)), StandardCharsets.UTF_8);
  }

  /// RFC 9266 §2.
  private static byte[] exported(RawClient client) throws IOException {
    return ((ExtendedSSLSession) client.tlsSession())
        .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);
  }

  @Test
  void boundByTheExporterOfTls13() throws IOException {
    try (var client = connected("TLSv1.3");
        var other = connected("TLSv1.3")) {
      assertThat(logIn(client, "tls-exporter", exported(other))).startsWith("535 5.7.8");
      assertThat(logIn(client, "tls-exporter", exported(client))).startsWith("235 2.7.0");
    }
  }

  /// RFC 5929 §4: the test certificate is signed with SHA-256 or SHA-384, as keytool likes.
  @Test
  void boundByTheCertificateInTls12() throws IOException, GeneralSecurityException {
    try (var client = connected("TLSv1.2")) {
      var shown = (X509Certificate) client.tlsSession().getPeerCertificates()[0];
      var hash = shown.getSigAlgName().startsWith("SHA384") ? "SHA-384" : "SHA-256";
      var binding = MessageDigest.getInstance(hash).digest(shown.getEncoded());
      assertThat(client.ask("AUTH SCRAM-SHA-256-PLUS " + base64("p=tls-exporter,,n=u,r=x")))
          .as("not offered with TLS 1.2")
          .startsWith("501");
      assertThat(logIn(client, "tls-server-end-point", binding)).startsWith("235 2.7.0");
    }
  }
}
