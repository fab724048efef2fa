package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dmarc.AlignmentMode;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Identifier;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Method;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.State;
import io.signetmail.auth.dmarc.DmarcEvaluation;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.AuthorDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `dmarc/evaluate.json`: discovery, alignment and result. Cases of RFC 9989 run under that
/// edition, those of RFC 7489 under the other, the rest under both.
final class DmarcEvaluations {
  static final CorpusReader READER =
      CorpusReader.json(
          "dmarc/evaluate.json",
          vectors -> {
            var rfc7489 = DmarcSettings.rfc7489(vectors.publicSuffixes());
            return (one, findings) -> {
              var spec = one.path("spec").asText();
              if (!spec.equals("rfc7489")) {
                check(one, DmarcSettings.rfc9989(), findings);
              }
              if (!spec.equals("rfc9989")) {
                check(one, rfc7489, findings);
              }
            };
          });

  private DmarcEvaluations() {}

  private static void check(JsonNode one, DmarcSettings settings, Findings findings) {
    var result = evaluate(one, settings);
    var policy = result.details().map(DmarcEvaluation::policy);
    var expect = one.path("expect");
    for (var field : expect.properties()) {
      var what = settings.mode() + " " + field.getKey();
      var value = field.getValue();
      switch (field.getKey()) {
        case "result" -> {
          var accepted = new ArrayList<>(Words.texts(one.path("accept")));
          accepted.add(value.asText());
          findings.oneOf(what, accepted, result.keyword());
        }
        case "policy" -> findings.equal(what, value.asText(), effective(policy));
        case "disposition" ->
            findings.equal(
                what,
                value.asText(),
                result instanceof DmarcResult.Fail ? effective(policy) : "none");
        case "policy_domain" ->
            findings.equal(what, value.asText(), text(policy.map(PublishedPolicy::domain)));
        case "dkim_aligned" ->
            findings.equal(
                what, value.asText(), text(result.details().map(DmarcEvaluation::isDkimAligned)));
        case "spf_aligned" ->
            findings.equal(
                what, value.asText(), text(result.details().map(DmarcEvaluation::isSpfAligned)));
        case "adkim" ->
            findings.equal(
                what,
                value.asText(),
                text(policy.map(it -> it.record().adkim()).map(AlignmentMode::keyword)));
        case "aspf" ->
            findings.equal(
                what,
                value.asText(),
                text(policy.map(it -> it.record().aspf()).map(AlignmentMode::keyword)));
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

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse("nothing");
  }

  private static String effective(Optional<PublishedPolicy> policy) {
    return policy.map(PublishedPolicy::effective).map(DmarcPolicy::keyword).orElse("");
  }

  private static DmarcResult evaluate(JsonNode one, DmarcSettings settings) {
    var from = one.path("header_from");
    var author =
        DmarcAuthors.read(from.isArray() ? String.join(", ", Words.texts(from)) : from.asText());
    var evaluator = new DmarcEvaluator(JsonZones.of(one.path("dns")), settings, Words.RECORDED);
    return author instanceof AuthorDomain.Single(_, var domain)
        ? evaluator.evaluate(domain, identifiers(one))
        : new DmarcResult.PermError(author.problem());
  }

  private static AuthenticatedIdentifiers identifiers(JsonNode one) {
    var identifiers = new ArrayList<Identifier>();
    one.path("spf").forEach(checked -> add(identifiers, Method.SPF, checked));
    one.path("dkim").forEach(checked -> add(identifiers, Method.DKIM, checked));
    return new AuthenticatedIdentifiers(identifiers);
  }

  private static void add(List<Identifier> identifiers, Method method, JsonNode checked) {
    if (checked.path("scope").asText("mfrom").equals("helo")) {
      return; // RFC 9989 §4.4.2: only the MAIL FROM identity counts
    }
    var state =
        switch (checked.path("result").asText()) {
          case "pass" -> State.PASS;
          case "temperror" -> State.UNDECIDED;
          default -> State.NO_PASS;
        };
    identifiers.add(new Identifier(method, DomainName.of(checked.path("domain").asText()), state));
  }
}
