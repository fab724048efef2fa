package io.signetmail.standalone.demo;

import io.signetmail.standalone.Port;
import io.signetmail.standalone.PortPlan;
import io.signetmail.standalone.SecretFiles;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// What every step of the demo has at hand.
///
/// @param run a word no earlier demo used, by which its mails are found
record Stage(
    Screen screen,
    PortPlan ports,
    SecretFiles secrets,
    RestTalk keys,
    RestTalk reports,
    RestTalk control,
    Mailbox mailbox,
    String run,
    InstantSource clock) {

  static final String DOMAIN = "shop.example";
  static final String USER = "shop-mailer";
  static final String FRIEND = "friend@friend.example";
  static final String LOCAL_USER = "alice@signet.example";

  static Stage set(Screen screen, PortPlan ports, SecretFiles secrets)
      throws IOException, InterruptedException {
    var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    var admin = Optional.of(Files.readString(secrets.adminToken()).strip());
    var control = new RestTalk(http, screen, ports.url(Port.CONTROL), Optional.empty());
    var clock = InstantSource.system();
    return new Stage(
        screen,
        ports,
        secrets,
        new RestTalk(http, screen, ports.url(Port.KEYS), admin),
        new RestTalk(http, screen, ports.url(Port.REPORTS), admin),
        control,
        Mailbox.fromNow(control),
        Long.toString(clock.millis(), Character.MAX_RADIX),
        clock);
  }

  void check(boolean holds, String claim) throws StepFailed {
    if (!holds) {
      throw new StepFailed(claim);
    }
    screen.holds(claim);
  }

  Instant now() {
    return clock.instant();
  }

  /// Trusts exactly the certificate this system made for itself.
  SSLContext trust() throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(secrets.certificate())) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      store.setCertificateEntry("submission", certificate);
      var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      managers.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers.getTrustManagers(), null);
      return context;
    }
  }
}
