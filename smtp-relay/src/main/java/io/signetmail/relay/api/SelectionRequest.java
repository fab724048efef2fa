package io.signetmail.relay.api;

import io.signetmail.bus.MessageId;
import io.signetmail.relay.queue.Selection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which waiting recipients a verb is about, at least one thing given.
public record SelectionRequest(
    @Nullable String messageId,
    @Nullable String recipient,
    @Nullable String tenant,
    @Nullable String destination) {

  Selection parsed() {
    var message = Optional.ofNullable(messageId).map(SelectionRequest::id);
    var selection =
        new Selection(
            message,
            Optional.ofNullable(recipient),
            Optional.ofNullable(tenant),
            Optional.ofNullable(destination));
    if (selection.isEmpty()) {
      throw new BadRequest("give messageId, recipient, tenant or destination");
    }
    return selection;
  }

  private static MessageId id(String text) {
    return MessageId.parse(text).orElseThrow(() -> new BadRequest("messageId is not one of ours"));
  }
}
