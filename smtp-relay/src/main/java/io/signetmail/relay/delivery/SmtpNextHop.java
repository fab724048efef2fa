package io.signetmail.relay.delivery;

import io.signetmail.bus.MailRecord;
import io.signetmail.relay.queue.Claim;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.route.Hop;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.client.ConnectException;
import io.signetmail.smtp.client.Outcome;
import io.signetmail.smtp.client.OutgoingMail;
import io.signetmail.smtp.client.Recipient;
import java.util.ArrayList;
import java.util.List;

/// The next hop over SMTP or LMTP, one transaction for a claim.
public final class SmtpNextHop implements NextHop, AutoCloseable {
  private static final Reply UNSENDABLE =
      Reply.of(553, "5.1.3", "address cannot be written as a forward-path");

  private final SessionPool sessions;

  public SmtpNextHop(SessionPool sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Outcome> send(Hop hop, Claim claim, MailRecord mail) {
    var recipients = new ArrayList<Recipient>();
    for (var recipient : claim.recipients()) {
      Mailbox.parse(recipient.address())
          .ifPresent(mailbox -> recipients.add(new Recipient(mailbox, recipient.dsn())));
    }
    if (recipients.isEmpty()) {
      return merge(claim, List.of());
    }
    var options = claim.mail().options();
    var outgoing =
        new OutgoingMail(
            claim.mail().reversePath(),
            recipients,
            options.smtputf8(),
            options.ret(),
            options.envelopeId(),
            mail.message());
    return merge(claim, send(hop, outgoing));
  }

  private List<Outcome> send(Hop hop, OutgoingMail mail) {
    try {
      var kept = sessions.takeIdle(hop);
      if (kept.isPresent()) {
        var outcomes = sessions.use(hop, kept.get(), mail);
        if (!outcomes.stream().allMatch(Outcome.Broken.class::isInstance)) {
          return outcomes;
        } // the other end had closed it meanwhile: nothing was sent
      }
      return sessions.use(hop, sessions.open(hop), mail);
    } catch (ConnectException e) {
      // Also a 5xx greeting is no judgement of this message: it waits for an operator or a better
      // day.
      var broken = new Outcome.Broken(String.valueOf(e.getMessage()));
      return mail.recipients().stream().map(_ -> (Outcome) broken).toList();
    }
  }

  /// Puts the outcomes of the addresses that could be sent back in their places.
  private static List<Outcome> merge(Claim claim, List<Outcome> sent) {
    var outcomes = new ArrayList<Outcome>();
    var next = sent.iterator();
    for (QueuedRecipient recipient : claim.recipients()) {
      outcomes.add(
          Mailbox.parse(recipient.address()).isPresent()
              ? next.next()
              : new Outcome.Rejected(UNSENDABLE));
    }
    return outcomes;
  }

  /// Closes sessions that have been idle too long.
  public void closeIdle() {
    sessions.closeIdle();
  }

  @Override
  public void close() {
    sessions.close();
  }
}
