package io.signetmail.relay.delivery;

import io.signetmail.bus.MailRecord;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.route.Hop;
import io.signetmail.smtp.client.Outcome;
import java.util.List;

/// Where a message goes from here. Never throws for what a peer or the network does.
public interface NextHop {

  /// Sends the message to all recipients of the claim and says what became of each, in their order.
  List<Outcome> send(Hop hop, Claim claim, MailRecord mail);
}
