package io.signetmail.ingress.milter;

import io.signetmail.bus.Envelope;
import io.signetmail.bus.MessageId;
import io.signetmail.ingress.session.Login;
import java.util.List;
import java.util.Optional;

/// A complete message an MTA asks about. The octets are shared, not copied.
final class MilterMail {
  private final MessageId id;
  private final Envelope envelope;
  private final byte[] message;
  private final List<HeldMessage.Field> fields;
  private final Optional<Login.Granted> login;
  private final String queueId;

  /// @param fields as the MTA gave them, from the top
  /// @param login the user the MTA has authenticated
  /// @param queueId the MTA's own name for the message, printable
  MilterMail(
      MessageId id,
      Envelope envelope,
      byte[] message,
      List<HeldMessage.Field> fields,
      Optional<Login.Granted> login,
      String queueId) {
    this.id = id;
    this.envelope = envelope;
    this.message = message;
    this.fields = List.copyOf(fields);
    this.login = login;
    this.queueId = queueId;
  }

  MessageId id() {
    return id;
  }

  Envelope envelope() {
    return envelope;
  }

  byte[] message() {
    return message;
  }

  List<HeldMessage.Field> fields() {
    return fields;
  }

  Optional<Login.Granted> login() {
    return login;
  }

  String queueId() {
    return queueId;
  }
}
