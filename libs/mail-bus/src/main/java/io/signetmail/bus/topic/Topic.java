package io.signetmail.bus.topic;

import java.util.Arrays;
import java.util.Optional;

/// Every topic there is. Who writes and who reads each: the architecture page.
public enum Topic {
  /// Request: ingress to verifier.
  MAIL_VERIFY("mail.verify", Kind.REQUEST),
  /// Verdicts: verifier to the asking ingress.
  MAIL_VERDICTS("mail.verdicts", Kind.REPLY),
  /// Submitted mail: ingress (and the relay with its DSNs) to signer.
  MAIL_SIGN("mail.sign", Kind.MAIL),
  /// Submitted mail that cannot be signed now.
  MAIL_SIGN_RETRY("mail.sign.retry", Kind.MAIL),
  /// Accepted inbound mail: ingress to relay.
  MAIL_INBOUND("mail.inbound", Kind.MAIL),
  /// Signed mail: signer to relay.
  MAIL_OUTBOUND("mail.outbound", Kind.MAIL),
  /// Bodies the relay has to try again.
  MAIL_DEFERRED("mail.deferred", Kind.MAIL),
  /// Mail to a report address: ingress to report-collector.
  MAIL_REPORTS("mail.reports", Kind.MAIL),
  /// What was found and what was done: ingress to report-collector.
  AUTH_RESULTS("auth.results", Kind.EVENT),
  /// The life of each message: every service to report-collector.
  MAIL_EVENTS("mail.events", Kind.EVENT),
  /// Invalidations: key-service to ingress and signer.
  KEYS_CHANGED("keys.changed", Kind.STATE),
  /// Evidence for retiring keys: report-collector to key-service.
  KEYS_USAGE("keys.usage", Kind.STATE),
  /// What workers gave up on, for the operator.
  DLQ_MAIL("dlq.mail", Kind.MAIL);

  private final String topicName;
  private final Kind kind;

  Topic(String topicName, Kind kind) {
    this.topicName = topicName;
    this.kind = kind;
  }

  public static Optional<Topic> named(String name) {
    return Arrays.stream(values()).filter(topic -> topic.topicName.equals(name)).findFirst();
  }

  public String topicName() {
    return topicName;
  }

  public Kind kind() {
    return kind;
  }

  /// What a topic is for, from which its settings follow.
  public enum Kind {
    /// Durable mail: never expires, trimmed by its owner.
    MAIL,
    /// A question that is worthless after the asker stopped waiting.
    REQUEST,
    /// Its answer.
    REPLY,
    /// History, kept 30 days.
    EVENT,
    /// The newest value per key, compacted.
    STATE
  }
}
