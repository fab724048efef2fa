package io.signetmail.bus.worker;

import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.SmtpReply;
import io.signetmail.bus.Verdict;

/// Decides about one message. Called on many virtual threads at once; the same message may come
/// twice.
@FunctionalInterface
public interface VerdictHandler {
  /// @param requestId to be repeated in the verdict
  Verdict verify(MailRecord mail, String requestId);

  /// The verdict about a message whose verification failed for a fault of ours: try later, never
  /// fail.
  static Verdict temporaryFailure(MailRecord mail, String requestId) {
    return new Verdict(
        Verdict.VERSION,
        requestId,
        mail.id().value(),
        Verdict.Action.DEFER,
        new SmtpReply(451, "4.7.0", "The message could not be verified now (" + mail.id() + ")"),
        MailEdit.NONE,
        AuthFacts.unknown());
  }
}
