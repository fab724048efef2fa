package io.signetmail.bus;

import java.util.Optional;

/// One message on its way through the log.
///
/// The bytes are shared, not copied: a message may be 25 MiB and every copy is counted. Whoever
/// holds a record must not write into {@link #message()}; equality is identity.
public final class MailRecord {
  private final MessageId id;
  private final Envelope envelope;
  private final byte[] message;
  private final TraceContext trace;
  private final Optional<RecordPosition> position;

  private MailRecord(
      MessageId id,
      Envelope envelope,
      byte[] message,
      TraceContext trace,
      Optional<RecordPosition> position) {
    this.id = id;
    this.envelope = envelope;
    this.message = message;
    this.trace = trace;
    this.position = position;
  }

  /// A message that is about to be written.
  public static MailRecord of(MessageId id, Envelope envelope, byte[] message, TraceContext trace) {
    return new MailRecord(id, envelope, message, trace, Optional.empty());
  }

  public MailRecord at(RecordPosition read) {
    return new MailRecord(id, envelope, message, trace, Optional.of(read));
  }

  public MailRecord withMessage(byte[] other) {
    return new MailRecord(id, envelope, other, trace, position);
  }

  public MailRecord withEnvelope(Envelope other) {
    return new MailRecord(id, other, message, trace, position);
  }

  public MailRecord withTrace(TraceContext other) {
    return new MailRecord(id, envelope, message, other, position);
  }

  public MessageId id() {
    return id;
  }

  public Envelope envelope() {
    return envelope;
  }

  /// RFC 5322 message with CRLF line ends, as it will lie in the log.
  public byte[] message() {
    return message;
  }

  public TraceContext trace() {
    return trace;
  }

  /// Where it was read; empty for a record that has not been written yet.
  public Optional<RecordPosition> position() {
    return position;
  }

  @Override
  public String toString() {
    return id + " (" + message.length + " octets)";
  }
}
