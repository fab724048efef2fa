package io.signetmail.relay.api;

import io.signetmail.relay.queue.QueueSummary;
import io.signetmail.relay.queue.WaitingLane;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The queue as callers see it.
///
/// @param recipients unfinished recipients by state
/// @param oldest when the oldest unfinished message was accepted
/// @param lanes where most waits
public record QueueView(
    Map<String, Long> recipients, @Nullable Instant oldest, List<LaneView> lanes) {

  /// One tenant's mail for one destination.
  ///
  /// @param lastReply what the next hop said to the recipient tried most often
  public record LaneView(
      String stream,
      String tenant,
      String destination,
      long waiting,
      Instant oldest,
      Instant nextAttemptAt,
      @Nullable String lastReply) {

    static LaneView of(WaitingLane waiting) {
      return new LaneView(
          waiting.lane().stream().keyword(),
          waiting.lane().tenant(),
          waiting.lane().destination(),
          waiting.waiting(),
          waiting.oldest(),
          waiting.nextAttemptAt(),
          waiting.reply().orElse(null));
    }
  }

  public QueueView {
    recipients = Map.copyOf(recipients);
    lanes = List.copyOf(lanes);
  }

  static QueueView of(QueueSummary summary, List<WaitingLane> lanes) {
    return new QueueView(
        summary.recipients(),
        summary.oldest().orElse(null),
        lanes.stream().map(LaneView::of).toList());
  }
}
