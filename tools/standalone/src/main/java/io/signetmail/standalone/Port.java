package io.signetmail.standalone;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The ports of a standalone system and the numbers they prefer.
public enum Port {
  MX(2525, "mail from other servers (SMTP)"),
  SUBMISSION(2587, "mail from users (SMTP, STARTTLS)"),
  SUBMISSIONS(2465, "mail from users (SMTP over TLS)"),
  MILTER(2528, "questions of your own Postfix or Sendmail (milter)"),
  SINK(2526, "mailbox sink, where relayed mail ends"),
  CONTROL(8100, "demo zone, mailbox, services (HTTP)"),
  INGRESS(8101, "smtp-ingress (HTTP)"),
  VERIFIER(8102, "auth-verifier (HTTP)"),
  SIGNER(8103, "dkim-signer (HTTP)"),
  RELAY(8104, "smtp-relay (HTTP)"),
  KEYS(8105, "key-service (REST)"),
  REPORTS(8106, "report-collector (REST)"),
  DNS(8053, "demo zones (DNS, UDP and TCP)"),
  KAFKA(9092, "Kafka"),
  KAFKA_CONTROLLER(9093, "Kafka's own controller"),
  POSTGRES(5433, "PostgreSQL");

  private final int preferred;
  private final String purpose;

  Port(int preferred, String purpose) {
    this.preferred = preferred;
    this.purpose = purpose;
  }

  public int preferred() {
    return preferred;
  }

  public String purpose() {
    return purpose;
  }

  /// The name a person writes: `kafka-controller`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Port> labelled(String label) {
    return Arrays.stream(values()).filter(p -> p.label().equalsIgnoreCase(label)).findFirst();
  }
}
