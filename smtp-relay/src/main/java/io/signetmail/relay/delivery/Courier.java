package io.signetmail.relay.delivery;

import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.topic.Topic;
import io.signetmail.relay.bounce.DeliveryStatusNotification;
import io.signetmail.relay.delivery.Bodies.Fetched;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.Completion.Consequences;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.Outgoing;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.route.Routes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Makes one attempt: fetch the body, send it, write down what came of it. Runs on the virtual
/// thread of the attempt.
public final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /// How soon again after trouble of ours, which is no attempt.
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Parts parts;
  private final Ledger ledger;
  private final InstantSource clock;
  private final RelayMetrics metrics;

  /// The parts of an attempt.
  public record Parts(
      Bodies bodies,
      Routes routes,
      NextHop nextHop,
      Judgement judgement,
      Copies copies,
      DeliveryStatusNotification notification) {}

  public Courier(Parts parts, Ledger ledger, InstantSource clock, RelayMetrics metrics) {
    this.parts = parts;
    this.ledger = ledger;
    this.clock = clock;
    this.metrics = metrics;
  }

  public void deliver(Claim claim) throws InterruptedException {
    try (var _ = MDC.putCloseable("messageId", claim.mail().id().value())) {
      deliverOrRelease(claim);
    }
  }

  private void deliverOrRelease(Claim claim) throws InterruptedException {
    try {
      switch (parts.bodies().fetch(claim.mail())) {
        case Fetched.Ready(var body) -> {
          try (body) {
            attempt(claim, body.mail());
          }
        }
        case Fetched.NotNow(var reason) -> release(claim, PAUSE, "body not readable: " + reason);
        case Fetched.Gone(var reason) -> gone(claim, reason);
      }
    } catch (RuntimeException e) {
      LOG.error("attempt failed for a fault of ours, tried again", e);
      release(claim, PAUSE, "internal error: " + e.getClass().getSimpleName());
    }
  }

  private void attempt(Claim claim, MailRecord mail) throws InterruptedException {
    var hop = parts.routes().hopFor(claim.lane());
    var said = parts.nextHop().send(hop, claim, mail);
    countDoubts(claim, said);
    var now = clock.instant();
    var outcomes = parts.judgement().of(claim, said, now);
    new Announcement(claim, hop, outcomes, now)
        .dead()
        .ifPresent(dead -> makeSafe(claim, mail, dead, outcomes));
    var announcement = new Announcement(claim, hop, outcomes, now);
    log(claim, hop.toString(), outcomes);
    Consequences consequences = written -> announcement.of(written, mail, parts.notification());
    if (waits(outcomes)) {
      ledger.writeDeferred(claim, outcomes, () -> parts.copies().toDeferred(mail), consequences);
    } else {
      ledger.write(claim, outcomes, consequences);
    }
  }

  /// A message nobody can be told about lies in dlq.mail before its row says failed, or is tried
  /// again.
  private void makeSafe(
      Claim claim, MailRecord mail, Announcement.Dead dead, Map<String, Outcome> outcomes) {
    if (parts.copies().toDeadLetters(claim.mail(), mail, dead.recipients(), dead.reason())) {
      LOG.error("to {}: {}", Topic.DLQ_MAIL.topicName(), dead.reason());
      metrics.dead();
      return;
    }
    var later = new Outcome.Released("dead letter not written", clock.instant().plus(PAUSE));
    dead.recipients().forEach(recipient -> outcomes.put(recipient, later));
  }

  private static boolean waits(Map<String, Outcome> outcomes) {
    return outcomes.values().stream().anyMatch(Outcome.Deferred.class::isInstance);
  }

  /// The record is not where the claim says. Another attempt may have moved it; if not, it is lost.
  private void gone(Claim claim, String reason) throws InterruptedException {
    if (ledger.movedTo(claim).isPresent()) {
      release(claim, Duration.ZERO, "body moved meanwhile");
      return;
    }
    LOG.error("the body is gone, {} recipients get nothing: {}", claim.recipients().size(), reason);
    metrics.dead();
    var id = claim.mail().id().value();
    var dead =
        new MailEvent.Dead(
            MailEvent.VERSION, id, clock.instant(), "smtp-relay", "body gone: " + reason);
    write(
        claim,
        new Outcome.Failed("451 4.3.0 body gone: " + reason),
        written -> written.isEmpty() ? List.of() : List.of(new Outgoing.Event(dead)));
  }

  private void release(Claim claim, Duration pause, String reason) throws InterruptedException {
    LOG.warn("not tried, again in {}: {}", pause, reason);
    write(claim, new Outcome.Released(reason, clock.instant().plus(pause)), _ -> List.of());
  }

  private void write(Claim claim, Outcome outcome, Consequences consequences)
      throws InterruptedException {
    var outcomes = new LinkedHashMap<String, Outcome>();
    for (QueuedRecipient recipient : claim.recipients()) {
      outcomes.put(recipient.address(), outcome);
    }
    ledger.write(claim, outcomes, consequences);
  }

  private void countDoubts(Claim claim, List<io.signetmail.smtp.client.Outcome> said) {
    for (var each : said) {
      if (each instanceof io.signetmail.smtp.client.Outcome.InDoubt(var reason)) {
        metrics.inDoubt();
        LOG.warn("{} in doubt, may arrive twice: {}", claim.mail().id(), reason);
      }
    }
  }

  private static void log(Claim claim, String hop, Map<String, Outcome> outcomes) {
    outcomes.values().stream()
        .distinct()
        .forEach(outcome ->
            LOG.info(
                "{} {} at {}: {} ({} recipients)",
                claim.lane().destination(),
                outcome.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                hop,
                outcome.reply(),
                claim.recipients().size()));
  }
}
