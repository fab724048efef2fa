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
  /// Base address; https unless it is on this machine.
  @WithDefault("http://localhost:8105")
  URI url();

  /// Ask over plain http although key-service is on another machine: private keys cross the network
  /// readable. For networks that are as safe as TLS, such as one of containers on one host.
  @WithDefault("false")
  boolean allowPlainHttp();

  /// Bearer token of role signer; better in a file.
  Optional<String> token();

  /// File that holds the token, read again for every request that is refused.
  Optional<Path> tokenFile();

  /// Longest wait for an answer.
  @WithDefault("5s")
  Duration timeout();
}
