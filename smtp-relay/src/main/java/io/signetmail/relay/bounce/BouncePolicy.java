package io.signetmail.relay.bounce;

import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.Stream;
import io.signetmail.smtp.DsnRequest.Notify;
import io.signetmail.smtp.ReversePath;

/// Who is told when a recipient cannot be reached. Nobody who did not send the message, so only an
/// authenticated user is: everything else would be backscatter.
public final class BouncePolicy {
  private BouncePolicy() {}

  /// What happens to a recipient that failed for good.
  public sealed interface Decision {
    /// A delivery status notification to the sender.
    record TellSender() implements Decision {}

    /// Nobody can be told: the message goes to `dlq.mail`, where an operator finds it.
    record DeadLetter(String why) implements Decision {}

    /// The sender asked not to be told (RFC 3461 §4.1).
    record Silence() implements Decision {}
  }

  public static Decision decide(QueuedMail mail, QueuedRecipient recipient) {
    if (mail.stream() == Stream.INBOUND) {
      return new Decision.DeadLetter("refused by the next hop after it was accepted here");
    }
    if (mail.reversePath() instanceof ReversePath.Null) {
      return new Decision.DeadLetter("a notification never bounces"); // RFC 5321 §4.5.5
    }
    if (mail.submitter().isEmpty()) {
      return new Decision.DeadLetter("not submitted by an authenticated user");
    }
    var asked = recipient.dsn().notifyOn();
    return asked.isEmpty() || asked.contains(Notify.FAILURE)
        ? new Decision.TellSender()
        : new Decision.Silence();
  }
}
