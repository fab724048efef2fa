package io.signetmail.standalone.demo;

import static io.signetmail.standalone.demo.Stage.LOCAL_USER;

import io.signetmail.standalone.Port;
import java.io.IOException;

/// Mail in that claims to be from a bank, and is not.
final class SpoofStep implements Step {
  private static final String BANK = "bank.example";

  @Override
  public String title() {
    return "Receive a mail that pretends to be from " + BANK + ", which asks for p=reject";
  }

  @Override
  public void run(Stage stage) throws StepFailed, IOException, InterruptedException {
    var id = "spoof-" + stage.run() + "@" + BANK;
    stage
        .screen()
        .explain("Port 25. The sender is told while it is still connected; nothing is queued.");
    try (var smtp = new SmtpTalk(stage.screen(), stage.ports().socket(Port.MX))) {
      smtp.greeting();
      smtp.command("EHLO mail.thief.example", 250);
      smtp.command("MAIL FROM:<security@" + BANK + ">", 250);
      smtp.command("RCPT TO:<" + LOCAL_USER + ">", 250);
      var reply =
          smtp.data(
              DemoMail.plain(
                  "Your Bank <security@" + BANK + ">",
                  LOCAL_USER,
                  "Please confirm your password",
                  id,
                  stage.now()));
      stage.check(
          reply.code() == 550 && reply.text().contains(BANK),
          "refused with 550, naming the policy of " + BANK);
    }
    stage.check(!stage.mailbox().holds(id), "nothing of it was delivered");
  }
}
