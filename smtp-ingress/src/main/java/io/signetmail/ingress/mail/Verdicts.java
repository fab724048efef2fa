package io.signetmail.ingress.mail;

import io.signetmail.bus.MailRecord;
import io.signetmail.bus.request.VerdictAnswer;
import java.time.Duration;

/// Port: asks the verifiers.
public interface Verdicts {

  /// Asks and waits.
  VerdictAnswer ask(MailRecord mail, Duration wait);
}
