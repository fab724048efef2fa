package io.signetmail.ingress.milter;

import io.signetmail.bus.MessageId;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.milter.MilterResponse;
import java.util.List;

/// What becomes of a message.
sealed interface MilterAnswer {

  /// The client gets this reply, 4yz or 5yz.
  record Refused(Reply reply) implements MilterAnswer {}

  /// The MTA takes it, changed so.
  record Taken(MessageId id, List<MilterResponse> changes) implements MilterAnswer {
    public Taken {
      changes = List.copyOf(changes);
    }
  }
}
