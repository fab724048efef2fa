package io.signetmail.ingress;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.signetmail.ingress.recipient.CachedDirectory;
import io.signetmail.ingress.recipient.Directory;
import io.signetmail.ingress.recipient.HttpDirectory;
import io.signetmail.ingress.recipient.ListDirectory;
import io.signetmail.ingress.recipient.NextHopDirectory;
import io.signetmail.ingress.recipient.Presence;
import io.signetmail.smtp.client.ClientSettings;
import io.signetmail.smtp.client.SmtpClient;
import io.signetmail.smtp.client.SmtpEndpoint;
import io.signetmail.smtp.client.SmtpTimeouts;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the directory of recipients that the settings describe.
record DirectorySource(IngressSettings settings, MeterRegistry registry) {
  private static final Logger LOG = LoggerFactory.getLogger(DirectorySource.class);

  /// @throws IllegalArgumentException naming the setting that is missing
  Directory open(InstantSource clock) {
    var recipients = settings.mx().recipients();
    return switch (recipients.check()) {
      case NEXT_HOP -> cached(nextHop(clock), clock);
      case LIST -> new ListDirectory(needed(recipients.list(), "list"));
      case REST ->
          cached(
              new HttpDirectory(
                  needed(recipients.url(), "url"),
                  recipients.timeout(),
                  () -> recipients.tokenFile().flatMap(TokenFile::read)),
              clock);
      case OFF -> {
        LOG.warn(
            "signet.mx.recipients.check=off: mail for users who do not exist is accepted, and ends"
                + " in dlq.mail when the next hop refuses it");
        yield Directory.everybody();
      }
    };
  }

  private NextHopDirectory nextHop(InstantSource clock) {
    var recipients = settings.mx().recipients();
    var client =
        new SmtpClient(
            ClientSettings.of(settings.hostname(), SmtpTimeouts.all(recipients.timeout())));
    var hop =
        new SmtpEndpoint(
            recipients.host(), recipients.port(), recipients.tls(), recipients.protocol());
    LOG.info("recipients are checked at {}", hop);
    var directory =
        new NextHopDirectory(client, hop, recipients.connections(), recipients.timeout(), clock);
    Thread.startVirtualThread(directory::meet);
    return directory;
  }

  private CachedDirectory cached(Directory source, InstantSource clock) {
    var recipients = settings.mx().recipients();
    var times =
        new CachedDirectory.Times(
            recipients.cacheKnown(), recipients.cacheUnknown(), recipients.cacheWhenAway());
    return new CachedDirectory(source, times, recipients.cacheEntries(), clock, this::count);
  }

  private void count(Presence answer) {
    Counter.builder("signet.ingress.recipient.checks")
        .description("Questions about recipients that memory could not answer")
        .tag("answer", answer.label())
        .register(registry)
        .increment();
  }

  private static <T> T needed(Optional<T> value, String name) {
    return value.orElseThrow(() ->
        new IllegalArgumentException(
            "signet.mx.recipients."
                + name
                + " is not set, and signet.mx.recipients.check needs it"));
  }
}
