package io.signetmail.smtp.client;

import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.MessageTraits;
import io.signetmail.smtp.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// A greeted connection over which any number of mails go, one after the other. One thread.
public final class ClientSession implements AutoCloseable {
  private final ClientConnection connection;
  private final SmtpTimeouts timeouts;
  private final Extensions extensions;
  private final boolean lmtp;
  private boolean usable = true;

  ClientSession(
      ClientConnection connection, SmtpTimeouts timeouts, Extensions extensions, boolean lmtp) {
    this.connection = connection;
    this.timeouts = timeouts;
    this.extensions = extensions;
    this.lmtp = lmtp;
  }

  /// What the server offers.
  public Extensions extensions() {
    return extensions;
  }

  /// True while another mail can be sent.
  public boolean usable() {
    return usable;
  }

  /// True when the connection is encrypted.
  public boolean secured() {
    return connection.secured();
  }

  /// Sends one mail; never throws for what the peer or the network does.
  public SendResult send(OutgoingMail mail) {
    if (!usable) {
      throw new IllegalStateException("session was broken by an earlier mail");
    }
    var traits = MessageTraits.of(mail.parts());
    var obstacle = obstacle(mail, traits);
    if (obstacle.isPresent()) {
      var outcome = new Outcome.Rejected(obstacle.get());
      return new SendResult(mail.recipients().stream().map(_ -> (Outcome) outcome).toList(), true);
    }
    if (hasSpokenUnasked()) {
      usable = false;
      var outcome = new Outcome.Broken("the server spoke out of turn, nothing was sent");
      return new SendResult(mail.recipients().stream().map(_ -> (Outcome) outcome).toList(), false);
    }
    var transaction = new Transaction(connection, timeouts, extensions, lmtp);
    var outcomes = transaction.run(mail, traits);
    usable = !transaction.broken();
    return new SendResult(outcomes, usable);
  }

  /// Asks whether the server takes mail for a recipient, without sending any: MAIL with the null
  /// path, RCPT, RSET. Never throws for what the peer or the network does.
  public Probe probe(Mailbox recipient) {
    if (!usable) {
      return new Probe.NotAsked("the session is over");
    }
    var utf8 = !recipient.isAscii();
    if (utf8 && !extensions.offers("SMTPUTF8")) {
      // RFC 6531 §3.2: what cannot be asked cannot be delivered either.
      return new Probe.Answered(Reply.of(550, "5.6.7", "next hop does not offer SMTPUTF8"));
    }
    try {
      connection.write("MAIL FROM:<>" + (utf8 ? " SMTPUTF8" : "") + "\r\n");
      var mail = connection.read(timeouts.command());
      if (!mail.positive()) {
        usable = reset();
        return new Probe.NotAsked("MAIL FROM:<> was answered " + mail);
      }
      connection.write("RCPT TO:<" + recipient + ">\r\n");
      var answer = connection.read(timeouts.command());
      usable = answer.code() != 421 && reset();
      return new Probe.Answered(answer);
    } catch (IOException e) {
      usable = false;
      return new Probe.NotAsked(e.toString());
    }
  }

  /// Forgets a transaction; false when the connection turns out to be gone, which makes it a probe
  /// for idle sessions.
  public boolean reset() {
    return usable && ask("RSET", timeouts.command()).filter(Reply::positive).isPresent();
  }

  /// Something lies unread before MAIL: a 421 to a session that was kept, or a server whose replies
  /// are one ahead of our commands. Either way no reply could be trusted.
  private boolean hasSpokenUnasked() {
    try {
      return connection.hasUnread();
    } catch (IOException _) {
      return true;
    }
  }

  /// What this hop cannot take, said in the words it would have used itself.
  private Optional<Reply> obstacle(OutgoingMail mail, MessageTraits traits) {
    if (!traits.strictLineEnds()) {
      return Optional.of(Reply.of(550, "5.6.0", "message holds a bare CR or LF, not sent"));
    }
    if (mail.needsSmtpUtf8() && !extensions.offers("SMTPUTF8")) {
      // RFC 6531 §3.2: no downgrade.
      return Optional.of(Reply.of(550, "5.6.7", "next hop does not offer SMTPUTF8"));
    }
    if (traits.eightBit() && !extensions.offers("8BITMIME")) {
      // RFC 6152 §3: converting would break signatures, sending anyway is forbidden.
      return Optional.of(Reply.of(554, "5.6.3", "next hop does not offer 8BITMIME"));
    }
    var max = extensions.maxSize();
    if (max.isPresent() && traits.octets() > max.getAsLong()) {
      return Optional.of(
          Reply.of(
              552,
              "5.3.4",
              "message of "
                  + traits.octets()
                  + " octets exceeds the next hop's limit of "
                  + max.getAsLong()));
    }
    return Optional.empty();
  }

  private Optional<Reply> ask(String command, Duration time) {
    try {
      connection.write(command + "\r\n", time);
      return Optional.of(connection.read(time));
    } catch (IOException _) {
      usable = false;
      return Optional.empty();
    }
  }

  /// Says QUIT, waits briefly for the answer and closes.
  @Override
  public void close() {
    if (usable) {
      var _ = ask("QUIT", Duration.ofSeconds(2));
    }
    usable = false;
    try {
      connection.close();
    } catch (IOException _) {
      // Everything that matters was answered before.
    }
  }
}
