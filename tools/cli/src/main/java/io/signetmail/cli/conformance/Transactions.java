package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import io.signetmail.auth.spf.SpfResult;
import java.util.ArrayList;
import java.util.List;

/// `transactions/cases.json`: SPF, DKIM and DMARC of whole SMTP transactions.
///
/// Their products follow RFC 7489, and no case says which edition it needs. So DMARC is right when
/// either edition says what the case says, and `pct=0` is looked at under RFC 7489 alone. What else
/// other products did (`iprev`, dispositions), and results their configuration changed
/// (`local_policy`), are not ours to repeat.
final class Transactions implements CorpusReader {
  static final Transactions READER = new Transactions();

  private static final String FILE = "transactions/cases.json";
  private static final String LOCAL_POLICY =
      "local policy: the configuration of the product that recorded it changed the result";

  private Transactions() {}

  @Override
  public List<String> files(VectorDirectory vectors) {
    return vectors.has(FILE) ? List.of(FILE) : List.of();
  }

  @Override
  public Corpus read(VectorDirectory vectors, String file) throws UnreadableVectors {
    var rfc7489 = DmarcSettings.rfc7489(vectors.publicSuffixes());
    var cases = new ArrayList<Corpus.Case>();
    for (var one : vectors.cases(file)) {
      cases.add(
          new Corpus.Case(
              one.path("id").asText("#" + cases.size()),
              one.path("local_policy").asBoolean() ? LOCAL_POLICY : "",
              findings -> check(one, vectors, rfc7489, findings)));
    }
    return new Corpus(file, cases);
  }

  private static void check(
      JsonNode one, VectorDirectory vectors, DmarcSettings rfc7489, Findings findings)
      throws UnreadableVectors {
    var zone = JsonZones.of(vectors.json("transactions/" + one.path("zone").asText()));
    var message = ParsedMessage.of(vectors.message("transactions/" + one.path("message").asText()));
    var expect = one.path("expect");
    var spf = spf(one, zone);
    if (expect.has("spf")) {
      findings.oneOf("spf", Words.texts(expect.path("spf")), spf.keyword());
    }
    var signatures = new DkimVerifier(zone, DkimLimits.DEFAULT, Words.RECORDED).verify(message);
    checkSignatures(expect, signatures, findings);
    if (expect.has("dmarc")) {
      var author = AuthorDomain.of(message);
      checkPolicy(
          expect,
          evaluate(zone, DmarcSettings.rfc9989(), author, spf, signatures),
          evaluate(zone, rfc7489, author, spf, signatures),
          findings);
    }
  }

  private static SpfResult spf(JsonNode one, ZoneDns zone) {
    var ip =
        IpLiteral.parse(Words.text(one, "ip")).or(() -> IpLiteral.parse("192.0.2.1")).orElseThrow();
    var query =
        new SpfQuery(
            ip,
            Words.text(one, "helo"),
            ReversePath.parse(Words.text(one, "mail_from")),
            "mx.signet.example");
    return new SpfEvaluator(zone, SpfLimits.defaults(), Words.RECORDED).check(query);
  }

  /// `dkim` is the result of the message, `dkim_all` has one for each signature.
  private static void checkSignatures(
      JsonNode expect, List<DkimResult> signatures, Findings findings) {
    if (expect.has("dkim")) {
      findings.oneOf("dkim", Words.texts(expect.path("dkim")), DkimCases.overall(signatures));
    }
    if (expect.has("dkim_all")) {
      var ours = signatures.isEmpty() ? List.of("none") : keywords(signatures);
      findings.equal(
          "dkim_all", Words.texts(expect.path("dkim_all")).stream().sorted().toList(), ours);
    }
  }

  private static List<String> keywords(List<DkimResult> signatures) {
    return signatures.stream().map(DkimResult::keyword).sorted().toList();
  }

  private static DmarcResult evaluate(
      ZoneDns zone,
      DmarcSettings settings,
      AuthorDomain author,
      SpfResult spf,
      List<DkimResult> signatures) {
    return new DmarcEvaluator(zone, settings, Words.RECORDED).evaluate(author, spf, signatures);
  }

  private static void checkPolicy(
      JsonNode expect, DmarcResult rfc9989, DmarcResult rfc7489, Findings findings) {
    var accepted = Words.texts(expect.path("dmarc"));
    var right = accepted.contains(rfc9989.keyword()) ? rfc9989 : rfc7489;
    findings.oneOf("dmarc", accepted, right.keyword());
    if (expect.has("published_policy") && right.details().isPresent()) {
      findings.equal(
          "published policy",
          expect.path("published_policy").asText(),
          right.details().get().policy().requested().keyword());
    }
    if (expect.has("disposition")
        && rfc7489 instanceof DmarcResult.Fail(var evaluation)
        && evaluation.policy().percent() == 0) {
      findings.equal(
          "disposition with pct=0",
          expect.path("disposition").asText(),
          evaluation.policy().sampledOut().keyword());
    }
  }
}
