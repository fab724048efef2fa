package io.signetmail.reports;

import io.signetmail.auth.report.ReportLimits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Settings of this service, all under `signet.`.
@ConfigMapping(prefix = "signet")
public interface CollectorSettings {
  /// Name in the Authentication-Results fields our own ingress writes.
  @WithName("authserv-id")
  String authservId();

  @WithName("key-service")
  KeyService keyService();

  /// A token that may do everything, accepted without asking key-service; for development.
  @WithName("api-token")
  Optional<String> apiToken();

  Reports reports();

  /// Who knows tokens.
  interface KeyService {
    /// https unless it is on this machine.
    URI url();

    /// Ask over plain http although key-service is on another machine: tokens cross the network
    /// readable. For networks that are as safe as TLS, such as one of containers on one host.
    @WithDefault("false")
    boolean allowPlainHttp();
  }

  /// What one report may cost, and how long the story of a message is kept.
  interface Reports {
    /// Where reports about our domains are sent; written into the records we propose.
    @WithDefault("rua@signet.example")
    String address();

    @WithDefault("1073741824")
    long maxInflatedBytes();

    @WithDefault("2000000")
    int maxRecords();

    /// Ten mails are stored in one round, which must end well before Kafka gives up on us (5 min).
    @WithDefault("20s")
    Duration maxTime();

    @WithDefault("30")
    int historyDays();

    /// How often the use of keys is written to `keys.usage`; at most 1h. Without it, or after 48 h,
    /// no old key retires.
    @WithDefault("30m")
    Duration keyUsageEvery();

    default ReportLimits limits() {
      return ReportLimits.defaults()
          .withMaxInflatedBytes(maxInflatedBytes())
          .withMaxRecords(maxRecords())
          .withMaxTime(maxTime());
    }
  }
}
