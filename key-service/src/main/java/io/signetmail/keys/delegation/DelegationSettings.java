package io.signetmail.keys.delegation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/// The zone for delegated keys, `signet.keys.delegation.*`. Without a zone no domain can be
/// delegated.
@ConfigMapping(prefix = "signet.keys.delegation")
public interface DelegationSettings {
  /// The zone of ours that customers' aliases point into, such as `dkim.platform.example`.
  Optional<String> zone();

  /// Its primary server, `host` or `host:port`, which takes dynamic updates (RFC 2136).
  Optional<String> server();

  /// Name of the TSIG key (RFC 8945).
  Optional<String> tsigName();

  /// File with the TSIG secret as base64.
  Optional<Path> tsigSecretFile();

  /// `hmac-sha256`, `hmac-sha384` or `hmac-sha512`.
  @WithDefault("hmac-sha256")
  String tsigAlgorithm();
}
