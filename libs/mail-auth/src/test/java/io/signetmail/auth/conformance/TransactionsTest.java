package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublicSuffixList;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `transactions/cases.json`: SPF and DMARC of whole SMTP transactions. What other products did
/// with the message, and results their configuration changed (`local_policy`), are not ours to
/// repeat.
class TransactionsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));

  /// Recorded from products of RFC 7489: `pct`, and an organization whose only record is at the
  /// author's subdomain, so that RFC 9989 §4.10.2 makes the subdomain an organization of its own.
  private static final Set<String> RFC7489_CASES =
      Set.of(
          "rspamd/dmarc-pct-zero-reject",
          "rspamd/dmarc-pct-zero-sp-quarantine",
          "rspamd/dmarc-subdomain-pass-dkim-relaxed-alignment");

  @TestFactory
  Stream<DynamicTest> cases() {
    var list =
        PublicSuffixList.parse(
            new String(Corpus.bytes("psl/public_suffix_list.dat"), StandardCharsets.UTF_8));
    var tests = new ArrayList<DynamicTest>();
    for (var one : Corpus.json("transactions/cases.json").path("cases")) {
      if (!one.path("local_policy").asBoolean()) {
        var settings =
            RFC7489_CASES.contains(one.path("id").asText())
                ? DmarcSettings.rfc7489(list)
                : DmarcSettings.rfc9989();
        tests.add(DynamicTest.dynamicTest(one.path("id").asText(), () -> check(one, settings)));
      }
    }
    return tests.stream();
  }

  private static void check(JsonNode one, DmarcSettings settings) {
    var zone = JsonZoneDns.of(Corpus.json("transactions/" + one.path("zone").asText()));
    var message =
        ParsedMessage.of(Corpus.crlf(Corpus.bytes("transactions/" + one.path("message").asText())));
    var query =
        new SpfQuery(
            IpLiteral.parse(one.path("ip").asText("192.0.2.1"))
                .or(() -> IpLiteral.parse("192.0.2.1"))
                .orElseThrow(),
            text(one, "helo"),
            ReversePath.parse(text(one, "mail_from")),
            "mx.signet.example");
    var spf = new SpfEvaluator(zone, SpfLimits.defaults(), CLOCK).check(query);
    var signatures = new DkimVerifier(zone, DkimLimits.DEFAULT, CLOCK).verify(message);
    var author = AuthorDomain.of(message);
    var dmarc = new DmarcEvaluator(zone, settings, CLOCK).evaluate(author, spf, signatures);
    var expect = one.path("expect");
    if (expect.has("spf")) {
      assertThat(texts(expect.path("spf"))).as(spf.toString()).contains(spf.keyword());
    }
    if (expect.has("dmarc")) {
      var what = author + " " + spf + " " + signatures + " " + dmarc;
      assertThat(texts(expect.path("dmarc"))).as(what).contains(dmarc.keyword());
    }
    if (expect.has("published_policy") && dmarc.details().isPresent()) {
      assertThat(dmarc.details().orElseThrow().policy().requested().keyword())
          .isEqualTo(expect.path("published_policy").asText());
    }
    if (one.path("id").asText().contains("pct-zero") && dmarc instanceof DmarcResult.Fail(var it)) {
      assertThat(it.policy().percent()).isZero();
      assertThat(it.policy().sampledOut().keyword()).isEqualTo(expect.path("disposition").asText());
    }
  }

  private static String text(JsonNode one, String field) {
    return one.path(field).isTextual() ? one.path(field).asText() : "";
  }

  private static List<String> texts(JsonNode values) {
    var texts = new ArrayList<String>();
    values.forEach(value -> texts.add(value.asText()));
    return texts;
  }
}
