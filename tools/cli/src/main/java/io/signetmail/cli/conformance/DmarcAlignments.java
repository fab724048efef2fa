package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Identifier;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Method;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.State;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.util.List;

/// `dmarc/alignment.json`: is `a` aligned with the author domain `b` (RFC 9989 §4.4)? With a record
/// at the organization of `b`, so that the tree walk knows it.
final class DmarcAlignments {
  static final CorpusReader READER =
      CorpusReader.json("dmarc/alignment.json", _ -> DmarcAlignments::check);

  private DmarcAlignments() {}

  private static void check(JsonNode one, Findings findings) {
    var author = DomainName.of(one.path("b").asText());
    var record = "v=DMARC1; p=reject; adkim=" + one.path("mode").asText();
    var owner = author.rightmost(2).prepend("_dmarc").orElseThrow();
    var zone = ZoneDns.builder().txt(owner, new TxtRecord(record)).build();
    var signer = new Identifier(Method.DKIM, DomainName.of(one.path("a").asText()), State.PASS);
    var result =
        new DmarcEvaluator(zone, DmarcSettings.rfc9989(), Words.RECORDED)
            .evaluate(author, new AuthenticatedIdentifiers(List.of(signer)));
    findings.equal("aligned", one.path("aligned").asBoolean(), result instanceof DmarcResult.Pass);
  }
}
