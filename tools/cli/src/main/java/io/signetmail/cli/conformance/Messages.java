package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import java.net.InetAddress;

/// `mail/index.json`: messages of every kind, without verdicts. Each must be read to the end and
/// get one result of each method, and an Authentication-Results field that is one field.
final class Messages {
  static final CorpusReader READER =
      CorpusReader.json(
          "mail/index.json", vectors -> (one, findings) -> check(one, vectors, findings));

  private static final SmtpClient CLIENT =
      new SmtpClient(
          InetAddress.ofLiteral("192.0.2.1"),
          "client.example",
          new ReversePath.Mailbox("a", "client.example"),
          "mx.signet.example");

  private Messages() {}

  private static void check(JsonNode one, VectorDirectory vectors, Findings findings)
      throws UnreadableVectors {
    var bytes = vectors.bytes("mail/" + one.path("file").asText());
    findings.equal("bytes", one.path("bytes").asInt(), bytes.length);
    var message = ParsedMessage.of(VectorDirectory.crlf(bytes));
    var found =
        new MessageAuthenticator(
                ZoneDns.builder().build(), AuthenticatorSettings.defaults(), Words.RECORDED)
            .authenticate(message, CLIENT);
    var field = found.results("mx.signet.example").toField();
    var read = ParsedMessage.of((field + "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    findings.equal("fields written", 1, read.headers().size());
    for (var method : new String[] {"spf", "dkim", "dmarc", "arc"}) {
      findings.holds("has " + method, field.contains(method + "="), field);
    }
  }
}
