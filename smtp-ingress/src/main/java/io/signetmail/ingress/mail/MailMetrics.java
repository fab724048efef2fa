package io.signetmail.ingress.mail;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.smtp.Reply;
import java.time.Duration;

/// Counts how messages ended.
public final class MailMetrics {
  private final MeterRegistry registry;

  /// Registers with this registry.
  public MailMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /// The reply to the end of data.
  public void answered(ListenerKind listener, Reply reply) {
    count(
        listener,
        reply.positive() ? "accepted" : reply.permanentFailure() ? "refused" : "deferred");
  }

  /// The client was told 451, but the message may be in the log.
  public void inDoubt(ListenerKind listener) {
    count(listener, "in_doubt");
  }

  /// From the question to the verdict, or to giving up.
  public void waited(Duration time, boolean answered) {
    Timer.builder("signet.ingress.verdict.wait")
        .description("Time a message waited for its verdict")
        .tag("answered", Boolean.toString(answered))
        .register(registry)
        .record(time);
  }

  private void count(ListenerKind listener, String outcome) {
    Counter.builder("signet.ingress.messages")
        .description("Messages by how the client was answered; in_doubt counts on top of deferred")
        .tag("listener", listener.label())
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }
}
