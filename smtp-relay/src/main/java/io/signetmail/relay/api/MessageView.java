package io.signetmail.relay.api;

import io.signetmail.relay.queue.RecipientState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One message in the queue, recipient by recipient.
public record MessageView(String messageId, List<RecipientView> recipients) {

  /// @param nextAttemptAt only of one that waits
  public record RecipientView(
      String recipient,
      String state,
      int attempts,
      @Nullable Instant nextAttemptAt,
      @Nullable String lastReply) {

    static RecipientView of(RecipientState recipient) {
      return new RecipientView(
          recipient.recipient(),
          recipient.state(),
          recipient.attempts(),
          recipient.state().equals("due") ? recipient.nextAttemptAt() : null,
          recipient.lastReply().orElse(null));
    }
  }

  public MessageView {
    recipients = List.copyOf(recipients);
  }

  static MessageView of(String id, List<RecipientState> recipients) {
    return new MessageView(id, recipients.stream().map(RecipientView::of).toList());
  }
}
