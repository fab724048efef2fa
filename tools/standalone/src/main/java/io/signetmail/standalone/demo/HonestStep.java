package io.signetmail.standalone.demo;

import static io.signetmail.standalone.demo.Stage.LOCAL_USER;

import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import io.signetmail.standalone.DemoZones;
import io.signetmail.standalone.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

/// Mail in that is what it says it is.
final class HonestStep implements Step {
  private static final String HONEST = "honest.example";

  @Override
  public String title() {
    return "Receive an honest mail from " + HONEST + ", which asks for p=reject too";
  }

  @Override
  public void run(Stage stage) throws StepFailed, IOException, InterruptedException {
    var id = "honest-" + stage.run() + "@" + HONEST;
    var message =
        DemoMail.plain("Hannah <hannah@" + HONEST + ">", LOCAL_USER, "Lunch?", id, stage.now());
    stage.screen().explain("Sent from an address its SPF names, signed with its DKIM key.");
    try (var smtp = new SmtpTalk(stage.screen(), stage.ports().socket(Port.MX))) {
      smtp.greeting();
      smtp.command("EHLO mail." + HONEST, 250);
      smtp.command("MAIL FROM:<hannah@" + HONEST + ">", 250);
      smtp.command("RCPT TO:<" + LOCAL_USER + ">", 250);
      var reply = smtp.data(sign(stage, message) + message);
      stage.check(reply.code() == 250, "accepted");
    }
    stage.screen().explain("Delivered to the next hop with the verdict on top:");
    var received = stage.mailbox().await(id);
    var results = received.field("Authentication-Results").orElse("");
    stage.screen().block(received.header());
    for (var wanted : List.of("spf=pass", "dkim=pass", "dmarc=pass")) {
      stage.check(results.contains(wanted), "Authentication-Results says " + wanted);
    }
  }

  private static String sign(Stage stage, String message) throws StepFailed, IOException {
    var pem = Files.readString(stage.secrets().honestKey());
    var selector = Selector.parse(DemoZones.HONEST_SELECTOR).orElseThrow();
    var key = PemKeys.signingKey(DomainName.of(HONEST), selector, pem);
    if (key.isEmpty()) {
      throw new StepFailed("the key of " + HONEST + " cannot be read");
    }
    var parsed = ParsedMessage.of(message.getBytes(StandardCharsets.US_ASCII));
    return switch (new DkimSigner(stage.clock())
        .sign(parsed, List.of(key.get()), SigningOptions.DEFAULT)) {
      case SigningResult.Signed(var fields, _) -> fields;
      case SigningResult.Refused(var problem) -> throw new StepFailed("not signed: " + problem);
    };
  }
}
