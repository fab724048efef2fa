package io.signetmail.relay.delivery;

import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.relay.bounce.Bounce;
import io.signetmail.relay.bounce.BouncePolicy;
import io.signetmail.relay.bounce.BouncePolicy.Decision;
import io.signetmail.relay.bounce.DeliveryStatusNotification;
import io.signetmail.relay.bounce.FailedRecipient;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Outgoing;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.route.Hop;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the world is told about an attempt: the history, and the sender when it came to nothing.
final class Announcement {
  private static final String SERVICE = "smtp-relay";

  private final Claim claim;
  private final Hop hop;
  private final Map<String, Outcome> outcomes;
  private final Instant now;

  Announcement(Claim claim, Hop hop, Map<String, Outcome> outcomes, Instant now) {
    this.claim = claim;
    this.hop = hop;
    this.outcomes = outcomes;
    this.now = now;
  }

  /// Everything to send, for the recipients that were really written.
  List<Outgoing> of(
      Set<String> written, MailRecord original, DeliveryStatusNotification notification) {
    var outgoing = new ArrayList<Outgoing>();
    var toTell = new ArrayList<FailedRecipient>();
    for (var recipient : claim.recipients()) {
      var outcome = outcomes.get(recipient.address());
      if (outcome == null || !written.contains(recipient.address())) {
        continue;
      }
      event(recipient, outcome).ifPresent(event -> outgoing.add(new Outgoing.Event(event)));
      failure(recipient, outcome)
          .filter(_ -> decision(recipient) instanceof Decision.TellSender)
          .ifPresent(toTell::add);
    }
    if (!toTell.isEmpty()) {
      var bounce = new Bounce(claim.mail(), original, toTell, hop.endpoint().host());
      claim
          .mail()
          .reversePath()
          .address()
          .ifPresent(sender -> outgoing.add(new Outgoing.Mail(notification.about(bounce, sender))));
    }
    return outgoing;
  }

  /// The recipients that only an operator can help.
  Optional<Dead> dead() {
    var addresses = new ArrayList<String>();
    var reasons = new ArrayList<String>();
    for (var recipient : claim.recipients()) {
      var outcome = outcomes.get(recipient.address());
      if (outcome != null
          && failure(recipient, outcome).isPresent()
          && decision(recipient) instanceof Decision.DeadLetter(var why)) {
        addresses.add(recipient.address());
        reasons.add(why + ": " + outcome.reply());
      }
    }
    return addresses.isEmpty()
        ? Optional.empty()
        : Optional.of(new Dead(addresses, reasons.getFirst()));
  }

  /// @param reason for the first of them; they rarely differ
  record Dead(List<String> recipients, String reason) {
    Dead {
      recipients = List.copyOf(recipients);
    }
  }

  private static Optional<FailedRecipient> failure(QueuedRecipient recipient, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed(var reply) -> Optional.of(new FailedRecipient(recipient, reply, false));
      case Outcome.Expired(var reply) -> Optional.of(new FailedRecipient(recipient, reply, true));
      case Outcome.Delivered _, Outcome.Deferred _, Outcome.Released _ -> Optional.empty();
    };
  }

  private Decision decision(QueuedRecipient recipient) {
    return BouncePolicy.decide(claim.mail(), recipient);
  }

  private Optional<MailEvent> event(QueuedRecipient recipient, Outcome outcome) {
    var id = claim.mail().id().value();
    var to = recipient.address();
    return switch (outcome) {
      case Outcome.Delivered(var reply) ->
          Optional.of(
              new MailEvent.Delivered(MailEvent.VERSION, id, now, to, hop.toString(), reply));
      case Outcome.Deferred(var reply, var next) ->
          Optional.of(new MailEvent.Deferred(MailEvent.VERSION, id, now, SERVICE, to, reply, next));
      case Outcome.Released _ -> Optional.empty();
      case Outcome.Failed(var reply) -> Optional.of(failed(recipient, reply));
      case Outcome.Expired(var reply) -> Optional.of(failed(recipient, "given up: " + reply));
    };
  }

  private MailEvent failed(QueuedRecipient recipient, String reply) {
    var id = claim.mail().id().value();
    var to = recipient.address();
    return switch (decision(recipient)) {
      case Decision.TellSender _ ->
          new MailEvent.Bounced(MailEvent.VERSION, id, now, to, hop.toString(), reply);
      case Decision.Silence _ ->
          new MailEvent.Dead(
              MailEvent.VERSION,
              id,
              now,
              SERVICE,
              to + ": " + reply + " (sender not told: NOTIFY)");
      case Decision.DeadLetter(var why) ->
          new MailEvent.Dead(MailEvent.VERSION, id, now, SERVICE, to + ": " + why + ": " + reply);
    };
  }
}
