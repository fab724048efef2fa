package io.signetmail.verifier;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.Optional;

/// Where the policy is.
@ConfigMapping(prefix = "signet.policy")
public interface PolicyFileSettings {
  /// YAML or JSON file, the same that smtp-ingress has; read again when it changes. With it,
  /// `signet.verifier.policy` and the lists beside it are not used.
  Optional<Path> file();
}
