package io.signetmail.verifier;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Settings of the verifier.
@ConfigMapping(prefix = "signet.verifier")
public interface VerifierSettings {
  /// Messages in work at once.
  @WithDefault("256")
  int concurrency();

  /// Message bytes in work at once; default: a quarter of the heap.
  Optional<MemorySize> bytesInFlight();

  /// A question older than this is skipped: its asker has given up (verdict wait of the ingress).
  @WithDefault("20s")
  Duration hopelessAfter();

  /// Time for all DNS lookups of one message.
  @WithDefault("10s")
  Duration dnsBudget();

  /// What local policy does with a DMARC fail under p=reject or p=quarantine: `enforce`,
  /// `quarantine` or `monitor`.
  @WithDefault("enforce")
  PolicyMode policy();

  /// Domains of forwarders and ARC sealers whose word softens a refusal to a quarantine.
  Optional<List<String>> trustedForwarders();

  /// When the DMARC record itself cannot be looked up: `defer` or `accept`.
  @WithDefault("defer")
  PolicyUnavailable policyUnavailable();

  /// Local policy.
  enum PolicyMode {
    ENFORCE,
    QUARANTINE,
    MONITOR
  }

  /// What to do without a policy.
  enum PolicyUnavailable {
    DEFER,
    ACCEPT
  }
}
