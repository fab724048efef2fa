package io.signetmail.ingress.session;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;

/// How much one session may get wrong, or ask for without sending mail, before it is over. One
/// thread.
final class Patience {
  private final SessionRules rules;
  private final LimitCounter limits;
  private int errors;
  private int idleCommands;
  private int failedLogins;

  Patience(SessionRules rules, LimitCounter limits) {
    this.rules = rules;
    this.limits = limits;
  }

  /// The client did something wrong.
  Step error(Reply reply) {
    errors++;
    return errors > rules.maxErrors()
        ? over(Limit.ERRORS, Replies.TOO_MANY_ERRORS)
        : new Step.Say(reply);
  }

  /// The client did something that moves no mail.
  Step idle(Reply reply) {
    idleCommands++;
    return idleCommands > rules.maxIdleCommands()
        ? over(Limit.COMMANDS_WITHOUT_MAIL, Replies.TOO_MANY_COMMANDS)
        : new Step.Say(reply);
  }

  /// The client did not know a password.
  Step failedLogin() {
    failedLogins++;
    return failedLogins >= rules.maxFailedLogins()
        ? over(Limit.FAILED_LOGINS, Replies.TOO_MANY_FAILED_LOGINS)
        : new Step.Say(Replies.BAD_CREDENTIALS);
  }

  /// A limit ends the session.
  Step over(Limit limit, Reply reply) {
    reached(limit);
    return new Step.SayAndClose(reply);
  }

  /// A limit was reached.
  void reached(Limit limit) {
    limits.reached(rules.kind().label(), limit);
  }

  /// A message came: it may chat again.
  void mailCame() {
    idleCommands = 0;
  }
}
