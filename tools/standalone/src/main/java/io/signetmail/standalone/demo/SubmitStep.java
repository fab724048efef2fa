package io.signetmail.standalone.demo;

import static io.signetmail.standalone.demo.Stage.DOMAIN;
import static io.signetmail.standalone.demo.Stage.FRIEND;
import static io.signetmail.standalone.demo.Stage.USER;

import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.standalone.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;

/// Mail out: submitted by a user, signed with the customer's key, delivered.
final class SubmitStep implements Step {
  private final String password;

  SubmitStep(String password) {
    this.password = password;
  }

  @Override
  public String title() {
    return "Submit a mail as " + USER + " and see it signed where it arrives";
  }

  @Override
  public void run(Stage stage)
      throws StepFailed, IOException, GeneralSecurityException, InterruptedException {
    var id = "out-" + stage.run() + "@" + DOMAIN;
    var message = DemoMail.plain("News <news@" + DOMAIN + ">", FRIEND, "Our news", id, stage.now());
    stage.screen().explain("Port 587: TLS first, then the login, then the mail.");
    try (var smtp = new SmtpTalk(stage.screen(), stage.ports().socket(Port.SUBMISSION))) {
      smtp.greeting();
      smtp.command("EHLO laptop." + DOMAIN, 250);
      smtp.startTls(stage.trust());
      smtp.command("EHLO laptop." + DOMAIN, 250);
      smtp.authenticate(USER, password);
      smtp.command("MAIL FROM:<news@" + DOMAIN + ">", 250);
      smtp.command("RCPT TO:<" + FRIEND + ">", 250);
      var reply = smtp.data(message);
      stage.check(reply.code() == 250, "accepted, and safe on the disk");
    }
    stage
        .screen()
        .explain("Through mail.sign, the signer, mail.outbound and the relay, it arrived as:");
    var received = stage.mailbox().await(id);
    stage.screen().block(received.header());
    stage.check(
        received.text().endsWith(message.substring(message.indexOf("\r\n\r\n"))),
        "the body is what was submitted, byte for byte");
    verify(stage, received);
  }

  private static void verify(Stage stage, Mailbox.Received received)
      throws StepFailed, IOException {
    var servers = List.of(stage.ports().socket(Port.DNS));
    try (var dns = new DnsJavaClient(DnsJavaSettings.defaults().withServers(servers))) {
      var bytes = received.text().getBytes(StandardCharsets.US_ASCII);
      var results =
          new DkimVerifier(dns, DkimLimits.DEFAULT, stage.clock()).verify(ParsedMessage.of(bytes));
      stage.check(
          results.stream()
              .anyMatch(r ->
                  r instanceof DkimResult.Pass
                      && r.domain().map(Object::toString).orElse("").equals(DOMAIN)),
          "a receiver verifies it against DNS: dkim=pass header.d=" + DOMAIN);
    }
  }
}
