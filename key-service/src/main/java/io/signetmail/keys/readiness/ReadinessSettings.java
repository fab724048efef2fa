package io.signetmail.keys.readiness;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// What the records proposed to domain owners should have in them, `signet.readiness.*`.
@ConfigMapping(prefix = "signet.readiness")
public interface ReadinessSettings {
  /// SPF terms of the servers that send, for instance `include:_spf.platform.example`.
  @WithDefault("mx")
  String spfTerms();

  /// Mailbox for aggregate reports of all domains. Default: `dmarc-reports@` each domain.
  Optional<String> reportMailbox();
}
