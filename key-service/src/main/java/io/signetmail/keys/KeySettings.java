package io.signetmail.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The settings of this service, `signet.keys.*`.
@ConfigMapping(prefix = "signet.keys")
public interface KeySettings {
  /// File with the master key: 32 bytes as base64. Either this or {@link #masterKey} is needed.
  Optional<Path> masterKeyFile();

  /// The master key itself, meant for an environment variable.
  Optional<String> masterKey();

  /// Make the master key's file when it is missing. For trying things out: a lost file means lost
  /// keys, so a production setup should notice that it is missing.
  @WithDefault("false")
  boolean createMasterKey();

  /// Files with master keys that were in use before: they still open what they sealed.
  Optional<List<Path>> previousMasterKeyFiles();

  /// An admin token given from outside.
  Optional<String> bootstrapToken();

  /// File with an admin token given from outside.
  Optional<Path> bootstrapTokenFile();

  /// Where the first admin token goes when none is given.
  @WithDefault("first-admin-token")
  Path firstTokenFile();

  /// The shortest password that can be set.
  @WithDefault("8")
  int passwordMinLength();

  /// How a key is named when the caller does not: `{yyyy}`, `{MM}`, `{dd}`, `{alg}`.
  @WithDefault("{yyyy}{MM}-{alg}")
  String selectorTemplate();

  /// How long a removed domain can come back; then its keys are destroyed. `0s`: not at all.
  @WithDefault("30d")
  Duration domainGrace();

  /// How often removed domains are looked through for those whose grace period is over.
  @WithDefault("1h")
  Duration purgeInterval();

  /// How often a caller may call.
  Rate rate();

  /// Calls a second on average, twice as many in one go; counted by each process for itself.
  interface Rate {
    /// For each token.
    @WithDefault("1000")
    int perToken();

    /// For each address (IPv6: each /64).
    @WithDefault("2000")
    int perAddress();

    /// Calls without a valid token, for each address.
    @WithDefault("10")
    int failedLogins();
  }

  /// The largest body a call may have.
  @WithDefault("65536")
  long maxBodyBytes();
}
