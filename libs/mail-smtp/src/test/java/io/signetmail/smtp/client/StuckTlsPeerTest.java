package io.signetmail.smtp.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.ReversePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that stops reading in the middle of the data, inside TLS: the writer is blocked and
/// holds the lock that closing an SSLSocket waits for.
class StuckTlsPeerTest {
  private static final String PASSWORD = "changeit";
  private static final int MORE_THAN_ALL_BUFFERS = 32 * 1024 * 1024;
  private static final Duration SHORT = Duration.ofMillis(500);
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;
  private final CountDownLatch over = new CountDownLatch(1);

  @Test
  @Timeout(120)
  void endsTheAttemptAndHoldsUpNobodyElsesDeadline() throws Exception {
    var trust = certificate();
    try (var listening = new ServerSocket(0, 2, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofPlatform().daemon().start(() -> serve(listening, trust));
      var client =
          new SmtpClient(
              ClientSettings.of("me.test", new SmtpTimeouts(LONG, LONG, LONG, LONG, SHORT, LONG)));
      var endpoint =
          new SmtpEndpoint(
              "127.0.0.1", listening.getLocalPort(), TlsMode.OPPORTUNISTIC, Protocol.SMTP);

      // Twice: the second needs the watchdog that the first must not have blocked.
      for (int i = 0; i < 2; i++) {
        var session = client.connect(endpoint);
        assertThat(session.secured()).isTrue();
        var mail =
            OutgoingMail.of(
                ReversePath.none(),
                List.of(Recipient.of(Mailbox.of("a@x.test"))),
                new byte[MORE_THAN_ALL_BUFFERS]);
        assertThat(session.send(mail).only()).isInstanceOf(Outcome.Broken.class);
        session.close();
      }
    } finally {
      over.countDown();
    }
  }

  private void serve(ServerSocket listening, SSLContext context) {
    while (!listening.isClosed()) {
      try {
        var client = listening.accept();
        Thread.ofPlatform().daemon().start(() -> converse(client, context));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void converse(Socket client, SSLContext context) {
    try (client) {
      say(client, "220 hello");
      hear(client);
      say(client, "250-here\r\n250 STARTTLS");
      hear(client);
      say(client, "220 go");
      var tls = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
      tls.setUseClientMode(false);
      tls.startHandshake();
      var in = new BufferedReader(new InputStreamReader(tls.getInputStream(), US_ASCII));
      for (var reply : List.of("250 here", "250 ok", "250 ok", "354 go")) {
        var _ = in.readLine();
        say(tls, reply);
      }
      over.await();
    } catch (IOException _) {
      // The client went away, as it should.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Octet by octet: what follows is for TLS.
  private static void hear(Socket client) throws IOException {
    for (int b = client.getInputStream().read(); b >= 0 && b != '\n'; ) {
      b = client.getInputStream().read();
    }
  }

  private static void say(Socket client, String reply) throws IOException {
    client.getOutputStream().write((reply + "\r\n").getBytes(US_ASCII));
    client.getOutputStream().flush();
  }

  private SSLContext certificate()
      throws IOException, GeneralSecurityException, InterruptedException {
    var store = folder.resolve("test.p12");
    var log = folder.resolve("keytool.log");
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var words = new ArrayList<String>(List.of(keytool, "-genkeypair", "-keystore"));
    words.add(store.toString());
    var options =
        "-alias t -keyalg EC -groupname secp256r1 -dname CN=localhost -validity 2"
            + " -storetype PKCS12 -storepass "
            + PASSWORD;
    words.addAll(List.of(options.split(" ", -1)));
    var process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(Files.readString(log));
    }
    var keys = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
