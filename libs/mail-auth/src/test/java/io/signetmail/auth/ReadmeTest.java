package io.signetmail.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.arc.ArcSealer;
import io.signetmail.auth.arc.SealResult;
import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dkim.TestKeys;
import io.signetmail.auth.dmarc.Discovery;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import io.signetmail.auth.report.ReportLimits;
import io.signetmail.auth.report.ReportOutcome;
import io.signetmail.auth.report.ReportReader;
import io.signetmail.auth.report.ReportSink;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The examples of README.md: compiled here, run here, and compared with the text there. Edit an
/// example here and copy it.
class ReadmeTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("// example\\R(.*?)\\R *// end", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("```java\\R(.*?)\\R```", Pattern.DOTALL);

  private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));
  private final DnsClient dns =
      ZoneDns.parse(
          """
          shop.example. TXT "v=spf1 ip4:192.0.2.1 -all"
          _dmarc.shop.example. TXT "v=DMARC1; p=reject"
          s1._domainkey.shop.example. TXT ( %s )
          """
              .formatted(strings(DkimKeyRecord.of(TestKeys.publicKey(TestKeys.RSA)).toTxt())));
  private final byte[] bytes =
      "From: Alice <alice@shop.example>\r\nSubject: Hello\r\n\r\nHello.\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private final String pem = TestKeys.pem("TEST-ONLY-rsa2048-a.pem");

  private static String strings(String text) {
    return '"' + text.substring(0, 200) + "\" \"" + text.substring(200) + '"';
  }

  @Test
  void everything() {
    // example
    var client =
        new SmtpClient(
            InetAddress.ofLiteral("192.0.2.1"),
            "mail.shop.example",
            ReversePath.parse("<alice@shop.example>"),
            "mx.bob.example");
    var authenticator = new MessageAuthenticator(dns, AuthenticatorSettings.defaults(), clock);
    var found = authenticator.authenticate(ParsedMessage.of(bytes), client);
    var verdict = found.dmarc().keyword() + ": " + found.dmarc().reason();
    var field = found.results("mx.bob.example").toField();
    // end
    assertThat(verdict).isEqualTo("pass: SPF for shop.example");
    assertThat(field).startsWith("Authentication-Results: mx.bob.example;");
  }

  @Test
  void spf() {
    // example
    var spf = new SpfEvaluator(dns, SpfLimits.defaults(), clock);
    var query =
        new SpfQuery(
            InetAddress.ofLiteral("198.51.100.9"),
            "mail.shop.example",
            ReversePath.parse("<alice@shop.example>"),
            "mx.bob.example");
    var result = spf.check(query);
    var line = result.keyword() + ": " + result.reason();
    // end
    assertThat(line).isEqualTo("fail: -all of shop.example");
  }

  @Test
  void dkim() {
    // example
    var key =
        PemKeys.signingKey(DomainName.of("shop.example"), Selector.of("s1"), pem).orElseThrow();
    var signed =
        switch (new DkimSigner(clock)
            .sign(ParsedMessage.of(bytes), List.of(key), SigningOptions.DEFAULT)) {
          case SigningResult.Signed(var fields, _) -> concat(fields, bytes);
          case SigningResult.Refused(var problem) ->
              throw new IllegalStateException(problem.detail());
        };
    var verifier = new DkimVerifier(dns, DkimLimits.DEFAULT, clock);
    var keywords =
        verifier.verify(ParsedMessage.of(signed)).stream().map(DkimResult::keyword).toList();
    // end
    assertThat(keywords).containsExactly("pass");
  }

  private static byte[] concat(String fields, byte[] message) {
    return (fields + new String(message, StandardCharsets.US_ASCII))
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void arc() {
    var client =
        new SmtpClient(
            InetAddress.ofLiteral("192.0.2.1"),
            "mail.shop.example",
            ReversePath.NULL,
            "list.example");
    var key = TestKeys.RSA;
    // example
    var message = ParsedMessage.of(bytes);
    var found =
        new MessageAuthenticator(dns, AuthenticatorSettings.defaults(), clock)
            .authenticate(message, client);
    var sealers =
        found.arc() instanceof ArcResult.Pass(_, var hops)
            ? hops.stream().map(hop -> hop.sealer().toString()).toList()
            : List.of();
    var sealer = new ArcSealer(clock, SigningOptions.DEFAULT);
    var sealed = sealer.seal(message, key, found.results("list.example"), found.arc());
    var added = sealed instanceof SealResult.Sealed(var fields, _) ? fields : "";
    // end
    assertThat(sealers).isEmpty();
    assertThat(added).startsWith("ARC-Seal: i=1;");
  }

  @Test
  void dmarc() {
    // example
    var dmarc = new DmarcEvaluator(dns, DmarcSettings.rfc9989(), clock);
    var policy =
        switch (dmarc.discover(DomainName.of("news.shop.example"))) {
          case Discovery.Found(var found, _) ->
              found.effective().keyword() + " by " + found.domain();
          case Discovery.NoPolicy(var reason) -> "none: " + reason;
          case Discovery.Unavailable(_, var reason) -> "ask again: " + reason;
        };
    var organization = dmarc.walk(DomainName.of("news.shop.example")).organizationalDomain();
    // end
    assertThat(policy).isEqualTo("reject by shop.example");
    assertThat(organization).hasToString("shop.example");
  }

  @Test
  void authenticationResults() {
    var value = " mx.bob.example; spf=pass smtp.mailfrom=shop.example";
    var incoming = concat("Authentication-Results:" + value + "\r\n", bytes);
    // example
    var spf =
        switch (ResultsParser.parse(value, ResultsParser.Mode.LENIENT)) {
          case ResultsParser.Ok(var results) -> results.results().getFirst().result();
          case ResultsParser.Invalid(var reason) -> "unreadable: " + reason;
        };
    var toRemove = ForgedResults.find(ParsedMessage.of(incoming), "mx.bob.example");
    // end
    assertThat(spf).isEqualTo("pass");
    assertThat(toRemove).hasSize(1);
  }

  @Test
  void reports() {
    var input = "{\"not\": \"a report\"}".getBytes(StandardCharsets.UTF_8);
    // example
    var reader = new ReportReader(ReportLimits.defaults(), clock);
    var lines = new ArrayList<String>();
    for (var outcome : reader.read(input, ReportSink.NONE)) {
      lines.add(
          switch (outcome) {
            case ReportOutcome.Aggregate it -> it.records() + " rows";
            case ReportOutcome.Failure it -> "a message failed: " + it.report().authFailure();
            case ReportOutcome.Tls it -> it.report().policies().size() + " policies";
            case ReportOutcome.Refused it -> it.describe();
          });
    }
    // end
    assertThat(lines).singleElement().asString().contains(": ");
  }

  @Test
  void theReadmeShowsTheseExamples() throws IOException {
    var source = Files.readString(Path.of("src/test/java/io/signetmail/auth/ReadmeTest.java"));
    var readme = Files.readString(Path.of("README.md"));
    var compiled =
        EXAMPLE.matcher(source).results().map(match -> match.group(1).stripIndent()).toList();
    var shown = BLOCK.matcher(readme).results().map(match -> match.group(1)).toList();
    assertThat(compiled).hasSize(7);
    assertThat(shown).containsExactlyElementsOf(compiled);
  }
}
