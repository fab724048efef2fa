package io.signetmail.bus.worker;

import io.signetmail.bus.MailRecord;
import org.slf4j.MDC;

/// Puts the message id and trace id into every log line written while it is open; per thread.
public final class MessageScope implements AutoCloseable {
  private MessageScope() {}

  public static MessageScope of(MailRecord mail) {
    MDC.put("messageId", mail.id().value());
    MDC.put("traceId", mail.trace().traceId());
    return new MessageScope();
  }

  @Override
  public void close() {
    MDC.remove("messageId");
    MDC.remove("traceId");
  }
}
