package io.signetmail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The verbs together: what one writes, another reads.
class MailVerbsTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @ValueSource(strings = {"rsa", "ed25519"})
  void signedWithAGeneratedKeyVerifiesAgainstThePrintedRecord(String algorithm) throws Exception {
    var key = directory.resolve("key.pem");
    assertThat(
            run(
                "keygen",
                "--domain=shop.example",
                "--selector=s1",
                "--algorithm=" + algorithm,
                "--out=" + key))
        .isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
    var record = out.toString();
    assertThat(record).startsWith("s1._domainkey.shop.example. 3600 IN TXT ( \"v=DKIM1;");
    var mail = directory.resolve("mail.eml");
    Files.writeString(mail, "From: a@shop.example\nTo: b@b.example\nSubject: x\n\nHello.\n");
    var signed = directory.resolve("signed.eml");
    Files.write(signed, sign(key, mail));
    try (var dns = io.signetmail.testkit.DnsServer.start(record)) {
      out.getBuffer().setLength(0);
      assertThat(run("verify", "--dns=127.0.0.1:" + dns.port(), signed.toString())).isZero();
      assertThat(out.toString())
          .contains("from        shop.example (a@shop.example)")
          .contains("DKIM     pass: d=shop.example s=s1");
    }
  }

  @Test
  void dmarcShowsTheWalkAndThePolicyOfASubdomain() {
    try (var dns =
        io.signetmail.testkit.DnsServer.start(
            "_dmarc.shop.example TXT \"v=DMARC1; p=reject; sp=quarantine\"\n"
                + "mail.shop.example A 192.0.2.1")) {
      var server = "--dns=127.0.0.1:" + dns.port();
      assertThat(run("dmarc", server, "mail.shop.example")).isZero();
      assertThat(out.toString())
          .contains("_dmarc.mail.shop.example  no record")
          .contains("_dmarc.shop.example  v=DMARC1; p=reject; sp=quarantine")
          .contains("organizational domain  shop.example")
          .contains("policy   quarantine, tag sp of the record of its organizational domain");
      assertThat(run("dmarc", server, "nothing.example")).isOne();
      assertThat(run("dmarc", server, "not a domain")).isEqualTo(2);
      assertThat(err.toString()).contains("'not a domain' is not a domain name");
    }
  }

  @Test
  void spfSaysWhatTheRecordSays() {
    try (var dns =
        io.signetmail.testkit.DnsServer.start("shop.example TXT \"v=spf1 ip4:192.0.2.1 -all\"")) {
      var server = "--dns=127.0.0.1:" + dns.port();
      assertThat(run("spf", server, "--ip=192.0.2.1", "--from=a@shop.example")).isZero();
      assertThat(out.toString()).startsWith("SPF      pass: ip4:192.0.2.1 of shop.example");
      assertThat(run("spf", server, "--ip=192.0.2.2", "--from=a@shop.example")).isEqualTo(1);
      assertThat(out.toString()).contains("SPF      fail: -all of shop.example");
    }
  }

  @Test
  void existingKeyFileIsNeverOverwritten() throws IOException {
    var key = directory.resolve("key.pem");
    Files.writeString(key, "precious");
    assertThat(run("keygen", "--domain=shop.example", "--selector=s1", "--out=" + key))
        .isEqualTo(1);
    assertThat(key).hasContent("precious");
  }

  @Test
  void troubleIsASentenceWithoutStackTraceOrKey() throws IOException {
    var key = directory.resolve("key.pem");
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
    var mail = directory.resolve("mail.eml");
    Files.writeString(mail, "From: a@shop.example\n\nHello.\n");
    assertThat(
            run("sign", "--domain=shop.example", "--selector=s1", "--key=" + key, mail.toString()))
        .isEqualTo(1);
    assertThat(err.toString())
        .startsWith("signet sign: ")
        .doesNotContain("c2VjcmV0")
        .doesNotContain("\tat ");
    assertThat(run("verify", "--nonsense")).isEqualTo(2);
  }

  private int run(String... arguments) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(arguments);
  }

  private byte[] sign(Path key, Path mail) {
    var before = System.out;
    var captured = new ByteArrayOutputStream();
    System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      assertThat(
              run(
                  "sign",
                  "--domain=shop.example",
                  "--selector=s1",
                  "--key=" + key,
                  mail.toString()))
          .isZero();
    } finally {
      System.setOut(before);
    }
    return captured.toByteArray();
  }
}
