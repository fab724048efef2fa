package io.signetmail.keys.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A master key that never leaves HashiCorp Vault (its transit engine), `signet.keys.transit.*`.
@ConfigMapping(prefix = "signet.keys.transit")
public interface TransitSettings {
  /// Address of the server, such as `https://vault.platform.example:8200`. Set: this master key is
  /// known.
  Optional<URI> address();

  /// Name of the key, of a type with associated data (`aes256-gcm96`).
  @WithDefault("signet")
  String key();

  /// Where the transit engine is mounted.
  @WithDefault("transit")
  String mount();

  /// File with a token that may encrypt and decrypt with the key; read for every call, so that an
  /// agent can renew it.
  Optional<Path> tokenFile();

  /// Namespace of an enterprise server.
  Optional<String> namespace();

  /// Longest wait for an answer.
  @WithDefault("5s")
  Duration timeout();

  /// Whether new secrets are sealed with it; false: it only opens what it sealed before, and the
  /// master key of a file or of the environment seals.
  @WithDefault("true")
  boolean seals();
}
