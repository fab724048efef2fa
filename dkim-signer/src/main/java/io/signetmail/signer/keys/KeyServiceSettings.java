package io.signetmail.signer.keys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How this service reaches key-service.
@ConfigMapping(prefix = "signet.key-service")
public interface KeyServiceSettings {
  /// Base address.
  @WithDefault("http://localhost:8105")
  URI url();

  /// Bearer token of role signer; better in a file.
  Optional<String> token();

  /// File that holds the token, read again for every request that is refused.
  Optional<Path> tokenFile();

  /// Longest wait for an answer.
  @WithDefault("5s")
  Duration timeout();
}
