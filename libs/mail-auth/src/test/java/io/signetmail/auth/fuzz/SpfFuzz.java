package io.signetmail.auth.fuzz;

import io.signetmail.auth.dns.CountingDns;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.ReverseNames;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import io.signetmail.auth.spf.SpfRecordParser;
import io.signetmail.auth.spf.SpfRecordParser.Parsed;
import io.signetmail.auth.spf.SpfResult;
import java.net.InetAddress;

/// SPF: line 1 is a record, 2 an included one, 3 an explanation, 4 the sender, 5 the HELO name.
public final class SpfFuzz {
  static final Alphabet WORDS =
      new Alphabet(
          "\n",
          "v=spf1 ",
          "v=spf1",
          " ",
          "a",
          "mx",
          "ptr",
          "ip4:",
          "ip6:",
          "192.0.2.1",
          "2001:db8::1",
          "include:",
          "exists:",
          "redirect=",
          "exp=",
          "all",
          "-",
          "~",
          "?",
          "+",
          ":",
          "/",
          "//",
          "24",
          "64",
          "0",
          "129",
          "b.test",
          "a.test",
          "why.test",
          ".",
          "%{",
          "}",
          "s",
          "l",
          "o",
          "d",
          "i",
          "p",
          "v",
          "h",
          "c",
          "r",
          "t",
          "S",
          "%%",
          "%_",
          "%-",
          "%",
          "2",
          "99999999999",
          "=",
          "_",
          "x=",
          "@",
          "xn--",
          "\u00fc",
          "\t",
          "\0",
          "mx.",
          "p.",
          "%{d}",
          "%{ir}",
          "%{l1r-}");

  /// RFC 7208 §4.6.4: the record, ten terms with ten names each, the client's names, an
  /// explanation.
  private static final int MOST_QUESTIONS = 1 + 10 * 11 + 11 + 1;

  private static final DomainName A = DomainName.of("a.test");

  private SpfFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    check(Fixtures.latin1(input));
    check(Fixtures.latin1(WORDS.map(input)));
    check("v=spf1 " + Fixtures.latin1(WORDS.map(input)));
  }

  private static void check(String text) {
    var lines = text.split("\n", 5);
    if (SpfRecordParser.parse(lines[0]) instanceof Parsed.Valid(var read)) {
      Promise.equal(
          SpfRecordParser.parse(read.print()), new Parsed.Valid(read), "printed, read again");
    }
    var zone = ZoneDns.builder().txt(A, new TxtRecord(lines[0]));
    if (lines.length > 1) {
      zone.txt(DomainName.of("b.test"), new TxtRecord(lines[1]));
    }
    if (lines.length > 2) {
      zone.txt(DomainName.of("why.test"), new TxtRecord(lines[2]));
    }
    zone.mx(A, new MxRecord(1, DomainName.of("mx.a.test")));
    zone.address(DomainName.of("mx.a.test"), InetAddress.ofLiteral("198.51.100.1"));
    zone.ptr(ReverseNames.of(Fixtures.IP), DomainName.of("p.a.test"));
    zone.address(DomainName.of("p.a.test"), Fixtures.IP);
    var dns = new CountingDns(zone.build());
    var sender = (lines.length > 3 ? lines[3] : "joe-x") + "@a.test";
    var helo = lines.length > 4 ? lines[4] : "helo.test";
    var query = new SpfQuery(Fixtures.IP, helo, ReversePath.parse(sender), "mx.test");
    var spf = new SpfEvaluator(dns, SpfLimits.defaults(), Fixtures.CLOCK);
    var result = spf.check(query);
    Promise.that(dns.questions() <= MOST_QUESTIONS, "bounded questions");
    Promise.that(!result.reason().isBlank(), "a reason");
    if (result instanceof SpfResult.Fail(_, _, var explanation)) {
      Promise.that(explanation.length() <= 500, "a bounded explanation");
      Promise.that(
          explanation.chars().allMatch(c -> c >= ' ' && c <= '~'), "a printable explanation");
    }
    Promise.that(!spf.checkHelo(query).keyword().isEmpty(), "a keyword");
  }
}
