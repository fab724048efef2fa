package io.signetmail.ingress.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.ingress.session.TrustedClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An MTA known by its client certificate names the user; whoever has another one does not.
@SuppressWarnings("NullAway.Init") // start() sets the fields before each test
class TrustedMtaCertificateTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir Path folder;

  private final Sessions sessions = new Sessions();
  private ServerIdentity ours;
  private ServerIdentity mta;
  private ServerIdentity stranger;
  private SmtpServer server;

  @BeforeEach
  void start() throws IOException, GeneralSecurityException {
    var pair = made("ours");
    ours = pair.load();
    mta = made("mta").load();
    stranger = made("stranger").load();
    var fingerprint =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256").digest(mta.chain().getFirst().getEncoded()));
    sessions.trusted = new TrustedClients(List.of(), List.of(), List.of(), Set.of(fingerprint));
    server =
        SmtpServer.start(
            Doors.open(ListenerKind.SUBMISSIONS, sessions.ports()),
            new PemFiles(pair.certificate(), pair.key()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private PemPair made(String name) throws IOException {
    var made = TestCertificate.in(Files.createDirectory(folder.resolve(name)));
    return new PemPair(made.certificate(), made.key());
  }

  private SSLContext client(ServerIdentity identity) throws IOException, GeneralSecurityException {
    var keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("k", identity.key(), PASSWORD, identity.chain().toArray(Certificate[]::new));
    var mine = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    mine.init(keys, PASSWORD);
    var known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("s", ours.chain().getFirst());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    var context = SSLContext.getInstance("TLS");
    context.init(mine.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private RawClient connected(ServerIdentity identity)
      throws IOException, GeneralSecurityException {
    var client = RawClient.tls(server.port(), client(identity));
    assertThat(client.reply()).startsWith("220");
    return client;
  }

  @Test
  void itNamesTheUser() throws IOException, GeneralSecurityException {
    try (var client = connected(mta)) {
      assertThat(client.ask("EHLO mta.test")).contains("XCLIENT");
      assertThat(client.ask("MAIL FROM:<a@other.example> AUTH=u")).startsWith("550 5.7.1");
      assertThat(client.ask("MAIL FROM:<a@shop.example> AUTH=u")).startsWith("250");
    }
  }

  @Test
  void anotherCertificateIsNobodys() throws IOException, GeneralSecurityException {
    try (var client = connected(stranger)) {
      assertThat(client.ask("EHLO mta.test")).doesNotContain("XCLIENT");
      assertThat(client.ask("XCLIENT LOGIN=u")).startsWith("500");
      assertThat(client.ask("MAIL FROM:<a@shop.example> AUTH=u")).startsWith("530 5.7.0");
    }
  }
}
