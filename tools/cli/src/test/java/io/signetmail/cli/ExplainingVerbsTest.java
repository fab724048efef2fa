package io.signetmail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the verbs explain, answered from a zone file: no server, no network.
class ExplainingVerbsTest {
  @TempDir private Path directory;
  private Path zone = Path.of("");
  private Path mail = Path.of("");

  @BeforeEach
  void files() throws IOException {
    zone =
        write(
            "zone",
            """
            shop.example. TXT "v=spf1 ip4:192.0.2.0/24 -all"
            _dmarc.shop.example. TXT "v=DMARC1; p=reject; pct=20; adkim=x; rua=mailto:r@shop.example,mailto:x@rep.example"
            weak._domainkey.shop.example. TXT "v=DKIM1; t=y; h=sha1; p="
            down.example. TIMEOUT
            """);
    mail = write("mail.eml", "From: a@news.shop.example\nSubject: x\n\nHello.\n");
  }

  @Test
  void verifyNamesTheMechanismTheRecordAndTheAlignment() {
    var run = verify("--ip=192.0.2.7", "--mail-from=b@shop.example", "--authserv-id=mx.b.example");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("SPF      pass: ip4:192.0.2.0/24 of shop.example")
        .contains("asked       TXT shop.example: \"v=spf1 ip4:192.0.2.0/24 -all\"")
        .contains("DKIM     none: the message has no signature")
        .contains("ARC      none: no chain")
        .contains("DMARC    pass: SPF for shop.example")
        .contains("policy      reject, tag p of the record of its organizational domain")
        .contains("aligned     SPF shop.example passed, aligned (relaxed)")
        .contains("asked       TXT _dmarc.news.shop.example: no such name")
        .contains("Authentication-Results: mx.b.example;")
        .contains("spf=pass smtp.mailfrom=b@shop.example");
  }

  @Test
  void aSpoofedMailFailsAndSaysWhatItsAuthorAsksFor() {
    var run = verify("--ip=203.0.113.1", "--mail-from=b@shop.example");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("SPF      fail: -all of shop.example")
        .contains("reply code  550 5.7.23")
        .contains("DMARC    fail: nothing aligned with news.shop.example passed")
        .contains("asks for    reject of this message");
  }

  @Test
  void withoutAClientNothingIsSaidAboutSpf() {
    var run = verify();
    assertThat(run.out()).contains("SPF      not checked: --ip").doesNotContain("spf=");
    assertThat(run.out()).doesNotContain("0.0.0.0");
  }

  @Test
  void bothEditionsStandSideBySide() throws IOException {
    var list = write("psl.dat", "example\n");
    var run = verify("--dmarc=both", "--psl=" + list, "--json");
    assertThat(run.json().path("dmarc")).hasSize(2);
    assertThat(run.json().at("/dmarc/0/edition").asText()).isEqualTo("RFC 9989");
    assertThat(run.json().at("/dmarc/1/edition").asText()).isEqualTo("RFC 7489");
    assertThat(run.json().path("editionsDiffer").asBoolean()).isFalse();
    assertThat(verify("--dmarc=both", "--psl=" + list).out()).contains("for 20 % of the messages");
  }

  @Test
  void dnsTroubleIsNeitherPassNorFail() {
    var run =
        Cli.run("spf", "--zone=" + zone, "--ip=192.0.2.1", "--mail-from=a@down.example", "--json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().at("/mailFrom/result").asText()).isEqualTo("temperror");
    assertThat(run.json().at("/mailFrom/dns/0/outcome").asText()).startsWith("no answer: TIMEOUT");
    assertThat(Cli.run("dmarc", "--zone=" + zone, "_dmarc.down.example").status()).isEqualTo(1);
  }

  @Test
  void dmarcShowsProblemsOfTheRecordAndWhereReportsMayGo() {
    var run = Cli.run("dmarc", "--zone=" + zone, "news.shop.example");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("organizational domain  shop.example")
        .contains("problem     adkim=")
        .contains("mailto:r@shop.example  allowed: the same organization")
        .contains(
            "mailto:x@rep.example  not allowed: no record at"
                + " shop.example._report._dmarc.rep.example");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          v=DKIM1; p=                        | 1 | the key is revoked
          v=DKIM1; h=sha1; p=                | 1 | h= has no sha256
          v=DKIM1; s=chat; p=                | 1 | the key is not for mail
          k=ed25519; p=AAAA                  | 1 | p= is not a key of its type
          v=DKIM2; p=                        | 1 | v= is not DKIM1
          v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | 0 | usable: ed25519 key of 256 bits
          k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=          | 0 | begin the record with v=DKIM1
          """)
  void dkimKeyDiagnosesARecord(String record, int status, String says) {
    var run = Cli.run("dkim-key", "--record=" + record);
    assertThat(run.out()).contains(says);
    assertThat(run.status()).isEqualTo(status);
  }

  @Test
  void dkimKeyLooksARecordUp() {
    var run = Cli.run("dkim-key", "--zone=" + zone, "shop.example", "weak");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .contains("weak._domainkey.shop.example  1 TXT record")
        .contains("t=y says that the domain is testing");
    assertThat(Cli.run("dkim-key", "--zone=" + zone, "shop.example", "none").out())
        .contains("no such name: signatures with this key end in permerror");
    assertThat(Cli.run("dkim-key", "shop.example").status()).isEqualTo(2);
  }

  @Test
  void keygenPrintsThePrivateKeyOnlyWhenAsked() {
    var file = directory.resolve("k.pem");
    var silent = Cli.run("keygen", "--domain=d.example", "--selector=s", "--out=" + file, "--json");
    assertThat(silent.json().path("record").asText()).startsWith("v=DKIM1; k=rsa; p=");
    assertThat(silent.out()).doesNotContain("PRIVATE");
    var asked =
        Cli.run("keygen", "--domain=d.example", "--selector=s", "--algorithm=ed25519", "--stdout");
    assertThat(asked.out()).contains("-----BEGIN PRIVATE KEY-----");
    assertThat(Cli.run("keygen", "--domain=d.example", "--selector=s").status()).isEqualTo(2);
  }

  @Test
  void twoKeysGiveTwoSignatures() {
    var rsa = key("r", "rsa");
    var ed = key("e", "ed25519");
    var run =
        Cli.run(
            "sign",
            "--domain=shop.example",
            "--key=" + rsa,
            "--selector=r",
            "--key=" + ed,
            "--selector=e",
            "--canonicalization=simple/relaxed",
            "--expires=12h",
            "--json",
            mail);
    assertThat(run.status()).isZero();
    var fields = run.json().path("headerFields").asText();
    assertThat(fields).contains("a=rsa-sha256").contains("a=ed25519-sha256");
    assertThat(fields).contains("c=simple/relaxed").contains("x=");
    assertThat(run.json().path("algorithms")).hasSize(2);
  }

  @Test
  void aMessageThatMustNotBeSignedIsRefusedWithItsName() throws IOException {
    var twice = write("twice.eml", "From: a@shop.example\nFrom: b@shop.example\n\nx\n");
    var run =
        Cli.run(
            "sign", "--domain=shop.example", "--selector=e", "--key=" + key("e", "ed25519"), twice);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("twice.eml: not signed: ");
  }

  @Test
  void anAggregateReportIsATable() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(REPORT.getBytes(StandardCharsets.UTF_8));
    }
    var file = directory.resolve("report.xml.gz");
    Files.write(file, out.toByteArray());
    var run = Cli.run("report", file, "--rows=1");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("DMARC    aggregate report about shop.example")
        .contains("counted     12 messages in 2 rows")
        .containsPattern("192.0.2.1 +5 +none +pass +fail +shop.example")
        .contains("dkim=pass shop.example/s1")
        .contains("and 1 more rows");
    var json = Cli.run("report", file, "--json").json();
    assertThat(json.at("/reports/0/rows/1/count").asInt()).isEqualTo(7);
  }

  @Test
  void whatIsNoReportIsRefusedWithItsReason() throws IOException {
    var file = write("r.xml", REPORT.substring(0, 400));
    var run = Cli.run("report", file);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("r.xml: ").contains("line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"verify", "sign", "spf", "dkim-key", "dmarc", "report", "keygen", "conformance"})
  void everyVerbHasJson(String verb) {
    assertThat(Cli.run(verb, "--help").out()).contains("--json");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spf --ip=192.0.2                       | 2 | --ip: not an IP address: 192.0.2
          spf                                    | 2 | --ip is needed
          dmarc --dns=nowhere:53 a.example       | 2 | --dns: not an address with a port
          dmarc --dmarc=1234 a.example           | 2 | --dmarc: 9989, 7489 or both
          verify no-such-file.eml                | 1 | no-such-file.eml: there is no such file
          report no-such-file.xml                | 1 | no-such-file.xml: there is no such file
          keygen --domain=a..b --selector=s --stdout | 2 | not a domain name
          """)
  void badInputIsASentence(String line, int status, String says) {
    var run = Cli.run((Object[]) line.split(" "));
    assertThat(run.err()).contains(says).doesNotContain("\tat ");
    assertThat(run.status()).isEqualTo(status);
  }

  @Test
  void aBrokenZoneFileIsNamedWithItsLine() throws IOException {
    var broken = write("broken.zone", "a.example. A 192.0.2.1\nb.example. A nonsense\n");
    var run = Cli.run("dmarc", "--zone=" + broken, "a.example");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("broken.zone, zone line 2: ");
  }

  private static final String REPORT =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <feedback>
        <report_metadata><org_name>b.example</org_name><email>d@b.example</email><report_id>1</report_id>
          <date_range><begin>1700000000</begin><end>1700086399</end></date_range></report_metadata>
        <policy_published><domain>shop.example</domain><p>none</p></policy_published>
        <record><row><source_ip>192.0.2.1</source_ip><count>5</count>
          <policy_evaluated><disposition>none</disposition><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row>
          <identifiers><header_from>shop.example</header_from></identifiers>
          <auth_results><dkim><domain>shop.example</domain><selector>s1</selector><result>pass</result></dkim>
            <spf><domain>x.example</domain><result>fail</result></spf></auth_results></record>
        <record><row><source_ip>192.0.2.2</source_ip><count>7</count>
          <policy_evaluated><disposition>none</disposition><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row>
          <identifiers><header_from>shop.example</header_from></identifiers>
          <auth_results><spf><domain>x.example</domain><result>fail</result></spf></auth_results></record>
      </feedback>
      """;

  private Cli verify(Object... options) {
    var arguments = new Object[options.length + 3];
    arguments[0] = "verify";
    arguments[1] = "--zone=" + zone;
    System.arraycopy(options, 0, arguments, 2, options.length);
    arguments[arguments.length - 1] = mail;
    return Cli.run(arguments);
  }

  private Path key(String selector, String algorithm) {
    var file = directory.resolve(selector + ".pem");
    Cli.run(
        "keygen",
        "--domain=shop.example",
        "--selector=" + selector,
        "--algorithm=" + algorithm,
        "--out=" + file);
    return file;
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
