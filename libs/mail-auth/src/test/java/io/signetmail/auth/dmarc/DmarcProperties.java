package io.signetmail.auth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Identifier;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Method;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.State;
import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;
import io.signetmail.auth.dns.CountingDns;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DmarcProperties {
  @Provide
  Arbitrary<String> records() {
    var policies = Arbitraries.of("none", "quarantine", "Reject", "bogus", "");
    var values =
        Arbitraries.of(
            "r",
            "s",
            "y",
            "n",
            "u",
            "0",
            "1:d",
            "d:s",
            "100",
            "101",
            "mailto:a@b.example",
            "mailto:a@b.example!10m, mailto:c%21d@e.example",
            "https://x.example/",
            "reject",
            "==");
    var tags =
        Arbitraries.of(
            "sp", "np", "adkim", "aspf", "psd", "t", "fo", "rua", "ruf", "pct", "RF", "ri", "x");
    var tag = Combinators.combine(tags, values).as((name, value) -> name + " = " + value);
    return Combinators.combine(policies, tag.list().ofMaxSize(8))
        .as((policy, rest) -> "v=DMARC1; p=" + policy + "; " + String.join(" ;", rest));
  }

  @Provide
  Arbitrary<List<String>> recordLists() {
    return records().list().ofMaxSize(12);
  }

  @Provide
  Arbitrary<String> nearRecords() {
    return Arbitraries.strings()
        .withChars("vDMARC1=;pnsptrejctuaf:,!mailto@. \t\u0000\u00ff%")
        .ofMaxLength(60)
        .map("v=DMARC1;"::concat);
  }

  @Provide
  Arbitrary<DomainName> names() {
    return Arbitraries.of("a", "b", "c")
        .list()
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(labels -> DomainName.of(String.join(".", labels)));
  }

  @Property
  void printedRecordsAreReadAgain(@ForAll("records") String text) {
    var record = ((Parsed.Valid) DmarcRecordParser.parse(text)).record();
    assertThat(((Parsed.Valid) DmarcRecordParser.parse(record.print())).record()).isEqualTo(record);
  }

  @Property
  void anythingCanBeRead(@ForAll("nearRecords") String text) {
    assertThat(DmarcRecordParser.parse(text)).isInstanceOf(Parsed.Valid.class);
    assertThat(DmarcRecordParser.parse(text.substring(1))).isInstanceOf(Parsed.NotDmarc.class);
  }

  /// RFC 9989 §4.10.
  @Property
  void aWalkAsksAtMostEightTimesAndEndsAboveItsStart(@ForAll("names") DomainName start) {
    var targets = TreeWalk.targets(start);
    assertThat(targets).hasSize(Math.min(8, start.labelCount())).startsWith(start);
    assertThat(targets.getLast().labelCount()).isEqualTo(1);
    for (int i = 1; i < targets.size(); i++) {
      assertThat(targets.get(i - 1).isSubdomainOf(targets.get(i))).isTrue();
    }
  }

  @Property(tries = 300)
  void lookupsAreBounded(
      @ForAll("names") DomainName author, @ForAll("recordLists") List<String> records) {
    var zone = ZoneDns.builder();
    var name = author;
    for (var record : records) {
      name.prepend("_dmarc").ifPresent(at -> zone.txt(at, new TxtRecord(record)));
      name = name.parent().orElse(name);
    }
    var identifiers = new ArrayList<Identifier>();
    for (int i = 0; i < 10; i++) {
      author
          .prepend("d" + i)
          .ifPresent(d -> identifiers.add(new Identifier(Method.DKIM, d, State.PASS)));
    }
    var dns = new CountingDns(zone.build());
    var result =
        new DmarcEvaluator(dns, DmarcSettings.rfc9989(), InstantSource.system())
            .evaluate(author, new AuthenticatedIdentifiers(identifiers));
    assertThat(result.keyword()).isNotEmpty();
    // Each name once: a walk for the author, one step more per identifier, whether the author
    // exists.
    assertThat(dns.questions()).isLessThanOrEqualTo(8 + 10 * 8 + 1);
  }
}
