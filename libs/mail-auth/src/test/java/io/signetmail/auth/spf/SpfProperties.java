package io.signetmail.auth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.CountingDns;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.ReverseNames;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.spf.SpfRecordParser.Parsed;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SpfProperties {
  /// RFC 7208 §4.6.4: the record; ten terms, each with its own question and ten names; the names of
  /// the client and their ten addresses; the explanation.
  private static final int MOST_QUESTIONS = 1 + 10 * 11 + 11 + 1;

  private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.1");

  @Provide
  Arbitrary<String> records() {
    return SpfGrammar.records();
  }

  @Provide
  Arbitrary<String> nearRecords() {
    return Arbitraries.strings()
        .withChars("vspf1=:/%{}.-+~?aimxolrd 029\t\u0000\u00e9ABexistincludeptr")
        .ofMaxLength(80)
        .map("v=spf1 "::concat);
  }

  @Provide
  Arbitrary<List<String>> zones() {
    return SpfGrammar.records().list().ofSize(4);
  }

  @Property
  void printedRecordsAreReadAgain(@ForAll("records") String text) {
    var parsed = SpfRecordParser.parse(text);
    assertThat(parsed).isInstanceOf(Parsed.Valid.class);
    assertThat(SpfRecordParser.parse(((Parsed.Valid) parsed).record().print())).isEqualTo(parsed);
  }

  @Property
  void anythingCanBeRead(@ForAll("nearRecords") String text) {
    switch (SpfRecordParser.parse(text)) {
      case Parsed.Valid(var record) ->
          assertThat(SpfRecordParser.parse(record.print())).isEqualTo(new Parsed.Valid(record));
      case Parsed.Invalid(var detail) ->
          assertThat(detail).isNotBlank().matches("[ -~]*").hasSizeLessThan(200);
    }
  }

  @Property
  void lookupsAreBoundedWhateverTheRecordsSay(@ForAll("zones") List<String> records) {
    var dns = new CountingDns(zone(records));
    var evaluator = new SpfEvaluator(dns, SpfLimits.defaults(), InstantSource.system());
    var query = new SpfQuery(CLIENT, "helo.a.test", ReversePath.parse("foo-bar@a.test"), "mx.test");
    assertThat(evaluator.check(query).reason()).isNotBlank();
    assertThat(dns.questions()).isLessThanOrEqualTo(MOST_QUESTIONS);
  }

  private static ZoneDns zone(List<String> records) {
    var zone = ZoneDns.builder();
    for (int i = 0; i < records.size(); i++) {
      var name = DomainName.of(SpfGrammar.names().get(i));
      zone.txt(name, new TxtRecord(records.get(i)));
      for (int j = 0; j < 10; j++) {
        zone.mx(name, new MxRecord(j, name.withPrefix("mx" + j)));
        zone.address(name.withPrefix("mx" + j), InetAddress.ofLiteral("198.51.100." + j));
      }
    }
    for (int j = 0; j < 30; j++) {
      zone.ptr(ReverseNames.of(CLIENT), DomainName.of("p" + j + ".a.test"));
    }
    zone.unavailable(DomainName.of("down.test"), "timeout");
    return zone.build();
  }
}
