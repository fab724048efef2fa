package io.signetmail.relay;

import io.quarkus.runtime.configuration.MemorySize;
import io.signetmail.smtp.client.Protocol;
import io.signetmail.smtp.client.TlsMode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Settings of the relay, `signet.relay.*`.
@ConfigMapping(prefix = "signet.relay")
public interface RelaySettings {

  /// Where checked inbound mail goes: the platform's own MTA.
  NextHop inbound();

  /// Where signed outbound mail goes: a smart host.
  NextHop outbound();

  Retry retry();

  /// Attempts at the same time in this process, half of them for each direction.
  @WithDefault("64")
  int attempts();

  /// Transactions of one lane (one tenant, one destination) at the same time, all relays together.
  @WithDefault("20")
  int perLane();

  /// Transactions of all tenants to one destination at the same time, all relays together, about.
  @WithDefault("24")
  int perDestination();

  /// Most recipients in one transaction.
  @WithDefault("100")
  int recipients();

  /// How long the work of a relay that died stays with it.
  @WithDefault("30s")
  Duration lease();

  /// How long stopping waits for attempts under way.
  @WithDefault("8s")
  Duration drain();

  /// Bodies kept in memory from reading until their first attempt.
  @WithDefault("48M")
  MemorySize cacheBytes();

  /// Bodies read back from Kafka, all copies.
  @WithDefault("96M")
  MemorySize bodyBytes();

  /// How often mail that nobody needs any more is deleted from the topics.
  @WithDefault("30s")
  Duration trimEvery();

  /// How long a finished message is still known, so that reading it again does no harm.
  @WithDefault("7d")
  Duration keepFinished();

  /// A next hop.
  interface NextHop {
    /// Name or address.
    @WithDefault("localhost")
    String host();

    @WithDefault("25")
    int port();

    @WithDefault("opportunistic")
    TlsMode tls();

    @WithDefault("smtp")
    Protocol protocol();

    /// User for AUTH; needs TLS.
    Optional<String> user();

    /// File that holds the password, one line.
    Optional<Path> passwordFile();

    /// The password itself, better in a file.
    Optional<String> password();
  }

  /// When to try again.
  interface Retry {
    @WithDefault("1m")
    Duration first();

    @WithDefault("1h")
    Duration longest();

    /// Age at which a message is given up.
    @WithDefault("5d")
    Duration lifetime();
  }
}
