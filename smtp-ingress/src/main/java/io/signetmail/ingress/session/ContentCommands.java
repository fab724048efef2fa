package io.signetmail.ingress.session;

import io.signetmail.bus.MessageId;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.smtp.MessageContent;
import io.signetmail.smtp.ReadMessage;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import org.jspecify.annotations.Nullable;

/// DATA and BDAT: makes room for a message, has it read, and hands it over. One thread.
final class ContentCommands {
  private final SessionRules rules;
  private final SessionPorts ports;
  private final Introduction client;
  private final Authentication authentication;
  private final Patience patience;
  private final EnvelopeCommands envelope;
  private @Nullable MessageId lastMail;

  ContentCommands(
      SessionRules rules,
      SessionPorts ports,
      Introduction client,
      Authentication authentication,
      Patience patience,
      EnvelopeCommands envelope) {
    this.rules = rules;
    this.ports = ports;
    this.client = client;
    this.authentication = authentication;
    this.patience = patience;
    this.envelope = envelope;
  }

  Step data() {
    var transaction = envelope.transaction();
    if (transaction == null) {
      return patience.error(Replies.NEED_MAIL);
    }
    if (transaction.reservation() != null) {
      return patience.error(Replies.MIXED_DATA_AND_BDAT);
    }
    if (transaction.recipients().isEmpty()) {
      return patience.error(Replies.NO_RECIPIENTS);
    }
    var reservation = reservation();
    if (!reservation.start()) {
      return noRoom(reservation);
    }
    transaction.reserve(reservation);
    return new Step.ReadData(Replies.SEND_DATA, rules.maxMessageBytes(), reservation);
  }

  Step bdat(long octets, boolean last) {
    if (octets > rules.maxMessageBytes() * 2) {
      patience.reached(Limit.MESSAGE_BYTES);
      return new Step.SayAndClose(Replies.tooBig(rules.maxMessageBytes())); // not worth reading
    }
    var transaction = envelope.transaction();
    if (transaction == null) {
      return new Step.SkipChunk(octets, patience.error(Replies.NEED_MAIL));
    }
    if (transaction.recipients().isEmpty()) {
      envelope.reset();
      return new Step.SkipChunk(octets, patience.error(Replies.NO_RECIPIENTS));
    }
    var open = transaction.reservation();
    var reservation = open == null ? reservation() : open;
    if (open == null) {
      if (!reservation.start()) {
        return new Step.SkipChunk(octets, noRoom(reservation));
      }
      transaction.reserve(reservation);
    }
    return new Step.ReadChunk(octets, last, open == null, rules.maxMessageBytes(), reservation);
  }

  private Step noRoom(Reservation reservation) {
    reservation.refusedBy().ifPresent(patience::reached);
    envelope.reset();
    return new Step.Say(Replies.NO_ROOM);
  }

  private Reservation reservation() {
    return new Reservation(
        ports.room(), client.peer().address(), rules.copies(), rules.memoryWait());
  }

  /// A chunk that was not the last was read; `refusal` is what is wrong with the message by now.
  Step chunkRead(@Nullable Reply refusal) {
    if (refusal == null) {
      return new Step.Say(Replies.OK);
    }
    countLimit(refusal);
    envelope.reset(); // RFC 3030 §2: the transaction is over, further chunks get 503
    return patience.error(refusal);
  }

  /// The whole message was read.
  Step received(ReadMessage message) {
    var transaction = envelope.transaction();
    var helo = client.helo();
    if (transaction == null || helo == null) {
      return new Step.SayAndClose(Replies.INTERNAL_ERROR);
    }
    try {
      return switch (message) {
        case ReadMessage.Cut _ -> new Step.Close();
        case ReadMessage.Refused(var reply, var close) -> {
          countLimit(reply);
          yield close ? new Step.SayAndClose(reply) : patience.error(reply);
        }
        case ReadMessage.Complete(var content) -> deliver(transaction, helo, content);
      };
    } finally {
      envelope.reset();
    }
  }

  private void countLimit(Reply refusal) {
    var transaction = envelope.transaction();
    var reservation = transaction == null ? null : transaction.reservation();
    if (refusal.equals(Replies.NO_ROOM) && reservation != null) {
      reservation.refusedBy().ifPresent(patience::reached);
    } else if (refusal.code() == 552) {
      patience.reached(Limit.MESSAGE_BYTES);
    }
  }

  private Step deliver(Transaction transaction, String helo, MessageContent content) {
    var sender =
        new IncomingMail.Client(
            rules.kind(),
            rules.hostname(),
            client.peer(),
            helo,
            client.extended(),
            client.tls(),
            authentication.login());
    var mail =
        new IncomingMail(
            ports.ids().next(),
            sender,
            transaction.from(),
            transaction.parameters().withSize(content.length()),
            transaction.recipients(),
            content,
            ports.clock().instant());
    patience.mailCame();
    lastMail = mail.id();
    return new Step.Say(ports.flow().deliver(mail));
  }

  /// The reply to the last message did not reach the client: it may be sent again though it was
  /// accepted.
  void replyLost() {
    if (lastMail != null) {
      ports.flow().replyLost(lastMail, rules.kind());
    }
  }
}
