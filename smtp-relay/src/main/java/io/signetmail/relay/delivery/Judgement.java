package io.signetmail.relay.delivery;

import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.Outcome;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.RetrySchedule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Turns what the next hop said into what happens to each recipient.
public record Judgement(RetrySchedule schedule, RandomGenerator random) {

  /// @param said one for each recipient of the claim, in their order
  public Map<String, Outcome> of(
      Claim claim, List<io.signetmail.smtp.client.Outcome> said, Instant now) {
    var outcomes = new LinkedHashMap<String, Outcome>();
    for (var i = 0; i < said.size(); i++) {
      var recipient = claim.recipients().get(i);
      outcomes.put(recipient.address(), of(claim, recipient, said.get(i), now));
    }
    return outcomes;
  }

  private Outcome of(
      Claim claim, QueuedRecipient recipient, io.signetmail.smtp.client.Outcome said, Instant now) {
    return switch (said) {
      case io.signetmail.smtp.client.Outcome.Accepted(var reply) ->
          new Outcome.Delivered(reply.toString());
      case io.signetmail.smtp.client.Outcome.Rejected(var reply) ->
          new Outcome.Failed(reply.toString());
      case io.signetmail.smtp.client.Outcome.Deferred(var reply) ->
          later(claim, recipient, reply.toString(), now);
      case io.signetmail.smtp.client.Outcome.Broken(var reason) ->
          later(claim, recipient, reason, now);
      // RFC 1047: better twice than never.
      case io.signetmail.smtp.client.Outcome.InDoubt(var reason) ->
          later(claim, recipient, "no answer to the end of data: " + reason, now);
    };
  }

  private Outcome later(Claim claim, QueuedRecipient recipient, String reply, Instant now) {
    return schedule
        .next(claim.mail().acceptedAt(), recipient.attempts() + 1, now, random)
        .<Outcome>map(next -> new Outcome.Deferred(reply, next))
        .orElseGet(() -> new Outcome.Expired(reply));
  }
}
