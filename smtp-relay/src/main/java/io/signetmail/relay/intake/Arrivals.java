package io.signetmail.relay.intake;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.RecordPosition;
import io.signetmail.bus.topic.Topic;
import io.signetmail.relay.queue.Arrival;
import io.signetmail.relay.queue.DeliveryOptions;
import io.signetmail.relay.queue.Lane;
import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.Stream;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.DsnRequest.Notify;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.ReversePath;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// From a mail record to what the queue knows about it.
final class Arrivals {
  /// The tenant of outbound mail that no user submitted: our own notifications, a trusted MTA.
  private static final String NOBODY = "";

  /// Where an address goes that has no domain, like the bare `postmaster`.
  private static final String LOCAL = "";

  private Arrivals() {}

  /// @throws IllegalArgumentException for a record that was not read from a topic
  static Arrival of(MailRecord mail) {
    var position =
        mail.position()
            .orElseThrow(() -> new IllegalArgumentException(mail.id() + " has no position"));
    var stream = stream(position);
    var envelope = mail.envelope();
    var queued =
        new QueuedMail(
            mail.id(),
            stream,
            Optional.ofNullable(envelope.user()),
            ReversePath.parse(envelope.mailFrom()).orElse(ReversePath.none()),
            new DeliveryOptions(
                envelope.eightBitMime(),
                envelope.smtpUtf8(),
                Optional.ofNullable(envelope.ret()),
                Optional.ofNullable(envelope.envid())),
            mail.trace().traceparent(),
            mail.message().length,
            envelope.receivedAt(),
            position);
    var lanes =
        envelope.recipients().stream()
            .collect(
                groupingBy(
                    recipient -> lane(stream, envelope, recipient),
                    LinkedHashMap::new,
                    mapping(Arrivals::recipient, toList())));
    return new Arrival(queued, lanes);
  }

  private static Stream stream(RecordPosition position) {
    return position.topic().equals(Topic.MAIL_OUTBOUND.topicName())
        ? Stream.OUTBOUND
        : Stream.INBOUND;
  }

  private static Lane lane(Stream stream, Envelope envelope, Envelope.Recipient recipient) {
    var destination = destination(recipient.address());
    return switch (stream) {
      case INBOUND -> new Lane(stream, destination, destination);
      case OUTBOUND -> {
        var user = envelope.user();
        yield new Lane(stream, user == null ? NOBODY : user, destination);
      }
    };
  }

  private static String destination(String address) {
    return Mailbox.parse(address)
        .map(mailbox -> mailbox.asciiDomain().orElseGet(mailbox::lowerDomain))
        .orElse(LOCAL);
  }

  private static QueuedRecipient recipient(Envelope.Recipient recipient) {
    return new QueuedRecipient(
        recipient.address(),
        new DsnRequest(notifyOn(recipient.notifyOn()), Optional.ofNullable(recipient.orcpt())),
        0);
  }

  /// Values we do not know were refused at RCPT; a record that has one anyway is taken as not
  /// asking.
  private static EnumSet<Notify> notifyOn(List<String> values) {
    var notifyOn = EnumSet.noneOf(Notify.class);
    for (var value : values) {
      Arrays.stream(Notify.values())
          .filter(known -> known.name().equals(value.toUpperCase(Locale.ROOT)))
          .forEach(notifyOn::add);
    }
    if (notifyOn.contains(Notify.NEVER) && notifyOn.size() > 1) {
      notifyOn.remove(Notify.NEVER);
    }
    return notifyOn;
  }
}
