package io.signetmail.policy;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.ClientNetwork;
import io.signetmail.auth.policy.LocalPolicy;
import io.signetmail.auth.policy.PolicyInput;
import io.signetmail.auth.policy.PolicySettings;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All policies of a platform.
///
/// @param version in every verdict and event; changes whenever the document does
/// @param otherwise rules of recipient domains that are not in `domains`
public record PolicyDocument(
    String version,
    DomainRules otherwise,
    Map<DomainName, DomainRules> domains,
    List<TrustEntry> trusted) {

  public PolicyDocument {
    domains = Map.copyOf(domains);
    trusted = List.copyOf(trusted);
  }

  /// One policy for all recipients.
  public static PolicyDocument uniform(String version, PolicySettings settings) {
    var trust = settings.trusted();
    Stream<TrustEntry> entries =
        Stream.of(
                trust.sealers().stream().<TrustEntry>map(d -> new TrustEntry.Sealer(d, Scope.ALL)),
                trust.forwarders().stream()
                    .<TrustEntry>map(r -> new TrustEntry.ForwarderNetwork(r, Scope.ALL)),
                trust.forwarderNames().stream()
                    .<TrustEntry>map(n -> new TrustEntry.ForwarderName(n, Scope.ALL)),
                trust.mailingLists().stream()
                    .<TrustEntry>map(d -> new TrustEntry.MailingList(d, Scope.ALL)))
            .flatMap(s -> s);
    return new PolicyDocument(
        version,
        new DomainRules(settings.mode(), settings.refuseBadFrom(), settings.deferUnknownPolicy()),
        Map.of(),
        entries.toList());
  }

  /// What holds for mail to a domain.
  public EffectivePolicy effective(DomainName recipient, Instant at) {
    var rules = domains.getOrDefault(recipient, otherwise);
    Set<DomainName> sealers = new HashSet<>();
    Set<ClientNetwork> networks = new HashSet<>();
    Set<DomainName> names = new HashSet<>();
    Set<DomainName> lists = new HashSet<>();
    for (var entry : trusted) {
      if (entry.scope().holds(recipient, at)) {
        switch (entry) {
          case TrustEntry.ForwarderNetwork(var range, _) -> networks.add(range);
          case TrustEntry.ForwarderName(var name, _) -> names.add(name);
          case TrustEntry.Sealer(var domain, _) -> sealers.add(domain);
          case TrustEntry.MailingList(var domain, _) -> lists.add(domain);
        }
      }
    }
    return EffectivePolicy.of(
        new PolicySettings(
            rules.mode(),
            rules.refuseBadFrom(),
            rules.deferUnknownPolicy(),
            new PolicySettings.Trusted(sealers, List.copyOf(networks), names, lists)));
  }

  /// The detail under which a recipient domain wants its quarantined mail; empty for none.
  public Optional<String> quarantineDetail(DomainName recipient) {
    return domains.getOrDefault(recipient, otherwise).quarantineDetail();
  }

  /// Decides about a message for recipients in these domains, all in one transaction.
  ///
  /// They should be under one policy, since RCPT asks for that; if the edge knew another version of
  /// the file and they are not, the strictest decision holds.
  public Ruling decide(
      PolicyInput input, Collection<DomainName> recipients, Instant at, String messageId) {
    Map<String, EffectivePolicy> policies =
        recipients.stream()
            .map(domain -> effective(domain, at))
            .collect(
                Collectors.toMap(EffectivePolicy::id, p -> p, (one, _) -> one, LinkedHashMap::new));
    if (policies.isEmpty()) {
      var fallback = effective(DomainName.ROOT, at);
      policies.put(fallback.id(), fallback);
    }
    return policies.values().stream()
        .map(policy ->
            new Ruling(
                // the input carries its own sample, so nothing is drawn here
                new LocalPolicy(policy.settings(), new Random(0)).decide(input, messageId),
                policy.id(),
                policies.size() > 1))
        .max((one, other) -> Integer.compare(one.severity(), other.severity()))
        .orElseThrow();
  }
}
