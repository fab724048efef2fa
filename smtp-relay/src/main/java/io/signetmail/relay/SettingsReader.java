package io.signetmail.relay;

import io.signetmail.relay.queue.ClaimLimits;
import io.signetmail.relay.queue.RetrySchedule;
import io.signetmail.relay.route.FixedRoutes;
import io.signetmail.relay.route.Hop;
import io.signetmail.smtp.client.Credentials;
import io.signetmail.smtp.client.SmtpEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.UUID;

/// From settings to the values the relay is made of.
final class SettingsReader {
  private static final Duration LANE_PAUSE = Duration.ofMillis(20);

  private SettingsReader() {}

  static RelayOptions options(RelaySettings settings, String hostname) {
    return new RelayOptions(
        hostname,
        new ClaimLimits(
            hostname + "/" + UUID.randomUUID(),
            settings.lease(),
            LANE_PAUSE,
            settings.perLane(),
            settings.perDestination(),
            settings.recipients()),
        new RetrySchedule(
            settings.retry().first(), settings.retry().longest(), settings.retry().lifetime()),
        settings.attempts(),
        settings.drain(),
        settings.cacheBytes().asLongValue(),
        settings.bodyBytes().asLongValue(),
        settings.trimEvery(),
        settings.keepFinished());
  }

  static FixedRoutes routes(RelaySettings settings) {
    return new FixedRoutes(hop(settings.inbound()), hop(settings.outbound()));
  }

  private static Hop hop(RelaySettings.NextHop hop) {
    return new Hop(
        new SmtpEndpoint(hop.host(), hop.port(), hop.tls(), hop.protocol()),
        hop.user().map(user -> new Credentials(user, password(hop, user))));
  }

  private static String password(RelaySettings.NextHop hop, String user) {
    return hop.passwordFile()
        .map(file -> {
          try {
            return Files.readString(file).strip();
          } catch (IOException e) {
            throw new UncheckedIOException("password of " + user + " not readable", e);
          }
        })
        .or(hop::password)
        .orElseThrow(() -> new IllegalArgumentException("no password for " + user));
  }
}
