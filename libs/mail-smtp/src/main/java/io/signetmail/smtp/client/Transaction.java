package io.signetmail.smtp.client;

import io.signetmail.smtp.MessageTraits;
import io.signetmail.smtp.Reply;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One MAIL, RCPT…, DATA exchange, pipelined when the server offers it (RFC 2920).
final class Transaction {
  /// Replies of one group have to fit into the socket buffers, or both ends wait for each other
  /// (RFC 2920 §3.1).
  private static final int GROUP = 50;

  private final ClientConnection connection;
  private final SmtpTimeouts timeouts;
  private final Extensions extensions;
  private final boolean lmtp;
  private boolean broken;

  Transaction(
      ClientConnection connection, SmtpTimeouts timeouts, Extensions extensions, boolean lmtp) {
    this.connection = connection;
    this.timeouts = timeouts;
    this.extensions = extensions;
    this.lmtp = lmtp;
  }

  /// True when the connection is of no use any more.
  boolean broken() {
    return broken;
  }

  List<Outcome> run(OutgoingMail mail, MessageTraits traits) {
    var outcomes = new @Nullable Outcome[mail.recipients().size()];
    boolean dotSent = false;
    try {
      if (envelope(mail, traits, outcomes)) {
        connection.writeMessage(mail.parts());
        dotSent = true; // from here on nobody knows what a lost connection means (RFC 1047)
        connection.endMessage();
        finalReplies(outcomes);
      }
    } catch (IOException e) {
      broken = true;
      var lost = dotSent ? new Outcome.InDoubt(e.toString()) : new Outcome.Broken(e.toString());
      fill(outcomes, lost);
    }
    var result = new ArrayList<Outcome>();
    for (var outcome : outcomes) {
      result.add(outcome == null ? new Outcome.Broken("no answer") : outcome);
    }
    return result;
  }

  /// Sends everything up to DATA; true when the server waits for the content.
  private boolean envelope(OutgoingMail mail, MessageTraits traits, @Nullable Outcome[] outcomes)
      throws IOException {
    boolean pipelining = extensions.offers("PIPELINING");
    var recipients = mail.recipients();
    String pending = mailCommand(mail, traits);
    if (!pipelining || recipients.size() > GROUP) {
      connection.write(pending);
      if (!accepted(answer("MAIL", timeouts.command()), outcomes)) {
        return false;
      }
      pending = "";
    }
    int step = pipelining ? GROUP : 1;
    for (int from = 0; from < recipients.size(); from += step) {
      int to = Math.min(recipients.size(), from + step);
      boolean withMail = !pending.isEmpty();
      boolean withData = pipelining && to == recipients.size();
      var group = new StringBuilder(pending);
      recipients.subList(from, to).forEach(r -> group.append(rcptCommand(r)));
      connection.write(withData ? group.append("DATA\r\n").toString() : group.toString());
      pending = "";
      boolean mailAccepted = !withMail || accepted(answer("MAIL", timeouts.command()), outcomes);
      for (int i = from; i < to; i++) {
        var reply = answer("RCPT", timeouts.command());
        if (mailAccepted && !reply.positive()) {
          outcomes[i] = Outcome.of(reply);
        }
      }
      if (withData) {
        return startOfData(outcomes);
      }
    }
    if (!anyOpen(outcomes)) {
      reset();
      return false;
    }
    connection.write("DATA\r\n");
    return startOfData(outcomes);
  }

  private boolean startOfData(@Nullable Outcome[] outcomes) throws IOException {
    var reply = connection.read(timeouts.dataStart());
    boolean wanted = anyOpen(outcomes);
    if (reply.code() == 354) {
      if (!wanted) {
        // RFC 2920 §3.1: the server took DATA though it took no recipient; an empty message ends
        // it.
        connection.write(".\r\n");
        var _ = connection.read(timeouts.dataEnd());
      }
      return wanted;
    }
    if (!reply.transientFailure() && !reply.permanentFailure()) {
      // RFC 5321 §4.3.2: 354, 4yz or 5yz. Anything else is not the answer to DATA, so from here on
      // replies and commands do not belong together: nothing was sent, nothing may count as such.
      throw new ProtocolException("DATA was answered " + reply);
    }
    if (wanted) {
      fill(outcomes, Outcome.of(reply));
    }
    reset();
    return false;
  }

  private void finalReplies(@Nullable Outcome[] outcomes) throws IOException {
    if (!lmtp) {
      fill(outcomes, Outcome.of(answer("the end of data", timeouts.dataEnd())));
      return;
    }
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        outcomes[i] = Outcome.of(answer("the end of data", timeouts.dataEnd())); // RFC 2033 §4.2
      }
    }
  }

  private boolean accepted(Reply mailReply, @Nullable Outcome[] outcomes) {
    if (!mailReply.positive()) {
      fill(outcomes, Outcome.of(mailReply));
    }
    return mailReply.positive();
  }

  /// A reply that is yes, not now or no; a 3yz has no meaning there (RFC 5321 §4.3.2).
  private Reply answer(String to, Duration time) throws IOException {
    var reply = connection.read(time);
    if (reply.intermediate()) {
      throw new ProtocolException(to + " was answered " + reply);
    }
    return reply;
  }

  private void reset() throws IOException {
    connection.write("RSET\r\n");
    broken |= !connection.read(shorter(timeouts.command())).positive();
  }

  private static Duration shorter(Duration time) {
    return time.compareTo(Duration.ofSeconds(20)) < 0 ? time : Duration.ofSeconds(20);
  }

  private static boolean anyOpen(@Nullable Outcome[] outcomes) {
    for (var outcome : outcomes) {
      if (outcome == null) {
        return true;
      }
    }
    return false;
  }

  private static void fill(@Nullable Outcome[] outcomes, Outcome outcome) {
    for (int i = 0; i < outcomes.length; i++) {
      if (outcomes[i] == null) {
        outcomes[i] = outcome;
      }
    }
  }

  private String mailCommand(OutgoingMail mail, MessageTraits traits) {
    var command = new StringBuilder("MAIL FROM:<").append(mail.from().text()).append('>');
    if (extensions.offers("SIZE")) {
      command.append(" SIZE=").append(traits.octets());
    }
    if (traits.eightBit()) {
      command.append(" BODY=8BITMIME");
    }
    if (mail.needsSmtpUtf8()) {
      command.append(" SMTPUTF8");
    }
    if (extensions.offers("DSN")) {
      mail.ret().ifPresent(r -> command.append(" RET=").append(r));
      mail.envid().ifPresent(e -> command.append(" ENVID=").append(e));
    }
    return command.append("\r\n").toString();
  }

  private String rcptCommand(Recipient recipient) {
    var dsn = extensions.offers("DSN") ? recipient.dsn().parameters() : "";
    return "RCPT TO:<" + recipient.mailbox() + ">" + dsn + "\r\n";
  }
}
