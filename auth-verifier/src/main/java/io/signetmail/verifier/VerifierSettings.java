package io.signetmail.verifier;

import io.quarkus.runtime.configuration.MemorySize;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.ClientNetwork;
import io.signetmail.auth.policy.PolicyMode;
import io.signetmail.auth.policy.PolicySettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /// How far a DMARC failure changes delivery: `enforce`, `quarantine` or `monitor`.
  @WithDefault("enforce")
  PolicyMode policy();

  /// Whether a message is deferred while DNS does not say if its domain has a policy.
  @WithDefault("true")
  boolean deferUnknownPolicy();

  /// Whether a message without exactly one author domain is refused.
  @WithDefault("true")
  boolean refuseBadFrom();

  /// Domains whose ARC seals soften a refusal to a quarantine.
  Optional<List<String>> trustedSealers();

  /// Addresses or networks (`192.0.2.0/24`) of forwarders whose mail is quarantined, not refused.
  Optional<List<String>> trustedForwarders();

  /// Domains of mailing lists that the recipients are on.
  Optional<List<String>> mailingLists();

  /// Public suffix list for evaluating RFC 7489 beside RFC 9989; where the Debian package
  /// `publicsuffix` has it. Without the file only RFC 9989 is evaluated, which decides in any case.
  @WithDefault("/usr/share/publicsuffix/public_suffix_list.dat")
  Path publicSuffixList();

  /// The policy these settings describe.
  ///
  /// @throws IllegalArgumentException naming the entry that cannot be read
  default PolicySettings localPolicy() {
    return new PolicySettings(
        policy(),
        refuseBadFrom(),
        deferUnknownPolicy(),
        new PolicySettings.Trusted(
            domains(trustedSealers()),
            networks(trustedForwarders()),
            Set.of(),
            domains(mailingLists())));
  }

  private static Set<DomainName> domains(Optional<List<String>> names) {
    return names.orElse(List.of()).stream().map(DomainName::of).collect(Collectors.toSet());
  }

  private static List<ClientNetwork> networks(Optional<List<String>> networks) {
    return networks.orElse(List.of()).stream().map(VerifierSettings::network).toList();
  }

  private static ClientNetwork network(String text) {
    return ClientNetwork.parse(text)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "signet.verifier.trusted-forwarders: '" + text + "' is no address or network"));
  }
}
