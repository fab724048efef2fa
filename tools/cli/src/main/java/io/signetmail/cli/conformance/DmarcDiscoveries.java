package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dmarc.Discovery;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.auth.dns.DomainName;
import java.util.Optional;

/// `dmarc/discovery.json`: which record applies to a domain (RFC 9989 §4.10.1), and its
/// organizational domain (§4.10.2).
final class DmarcDiscoveries {
  static final CorpusReader READER =
      CorpusReader.json(
          "dmarc/discovery.json",
          vectors -> {
            var rfc7489 = DmarcSettings.rfc7489(vectors.publicSuffixes());
            return (one, findings) -> {
              check(one, DmarcSettings.rfc9989(), findings);
              if (one.path("spec").asText().equals("both")) {
                check(one, rfc7489, findings);
              }
            };
          });

  private DmarcDiscoveries() {}

  private static void check(JsonNode one, DmarcSettings settings, Findings findings) {
    var evaluator = new DmarcEvaluator(JsonZones.of(one.path("dns")), settings, Words.RECORDED);
    var domain = DomainName.of(one.path("domain").asText());
    var policy = policy(evaluator.discover(domain));
    for (var field : one.path("expect").properties()) {
      var what = settings.mode() + " " + field.getKey();
      var value = field.getValue();
      switch (field.getKey()) {
        case "record_found" ->
            // A record that says only psd=y is found without being a policy.
            findings.equal(
                what,
                value.asBoolean(),
                policy.isPresent() || !evaluator.walk(domain).found().isEmpty());
        case "from_org_domain" ->
            findings.equal(
                what,
                value.asBoolean(),
                policy.map(it -> it.level() != PublishedPolicy.Level.AUTHOR_DOMAIN).orElse(false));
        case "policy_domain" ->
            findings.equal(what, value.asText(), text(policy.map(PublishedPolicy::domain)));
        case "organizational_domain" ->
            findings.equal(what, value.asText(), evaluator.walk(domain).organizationalDomain());
        case "record" ->
            findings.equal(what, value.asText(), text(policy.map(PublishedPolicy::text)));
        case "record_contains" ->
            findings.holds(
                what + " " + value,
                policy.map(it -> it.text().contains(value.asText())).orElse(false),
                policy);
        case "record_tags" -> DmarcTags.compare(value, policy.orElseThrow().record(), findings);
        default -> throw new IllegalArgumentException("expectation " + field.getKey());
      }
    }
  }

  private static Optional<PublishedPolicy> policy(Discovery discovery) {
    return switch (discovery) {
      case Discovery.Found(var policy, _) -> Optional.of(policy);
      case Discovery.NoPolicy _, Discovery.Unavailable _ -> Optional.empty();
    };
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("nothing");
  }
}
