package io.signetmail.kit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// Who we are to the outside.
@ConfigMapping(prefix = "signet")
public interface IdentitySettings {
  /// Our host name: in the greeting, in Received and as SPF's receiver.
  @WithDefault("mx.signet.example")
  String hostname();

  /// Name under which our Authentication-Results are believed (RFC 8601 §2.5); default: the host
  /// name.
  Optional<String> authservId();

  default String authservIdOrHostname() {
    return authservId().orElseGet(this::hostname);
  }
}
