package io.signetmail.ingress.session;

import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;

/// How much one session may get wrong, or ask for without sending mail, before it is over. One
/// thread.
final class Patience {
  private final SessionRules rules;
  private int errors;
  private int idleCommands;
  private int failedLogins;

  Patience(SessionRules rules) {
    this.rules = rules;
  }

  /// The client did something wrong.
  Step error(Reply reply) {
    errors++;
    return errors > rules.maxErrors()
        ? new Step.SayAndClose(Replies.TOO_MANY_ERRORS)
        : new Step.Say(reply);
  }

  /// The client did something that moves no mail.
  Step idle(Reply reply) {
    idleCommands++;
    return idleCommands > rules.maxIdleCommands()
        ? new Step.SayAndClose(Replies.TOO_MANY_COMMANDS)
        : new Step.Say(reply);
  }

  /// The client did not know a password.
  Step failedLogin() {
    failedLogins++;
    return failedLogins >= rules.maxFailedLogins()
        ? new Step.SayAndClose(Replies.TOO_MANY_FAILED_LOGINS)
        : new Step.Say(Replies.BAD_CREDENTIALS);
  }

  /// A message came: it may chat again.
  void mailCame() {
    idleCommands = 0;
  }
}
