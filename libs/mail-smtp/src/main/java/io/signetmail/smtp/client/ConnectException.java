package io.signetmail.smtp.client;

import io.signetmail.smtp.Reply;
import java.io.IOException;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// No session came about: no connection, no TLS, or the server does not want us.
public final class ConnectException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /// How far it got.
  public enum Step {
    CONNECT,
    GREETING,
    HELLO,
    TLS,
    AUTH
  }

  private final Step step;
  private final transient @Nullable Reply reply;

  ConnectException(Step step, String message, @Nullable Reply reply, @Nullable Throwable cause) {
    super(message, cause);
    this.step = step;
    this.reply = reply;
  }

  static ConnectException refused(Step step, SmtpEndpoint to, Reply reply) {
    return new ConnectException(step, to + " answered " + reply, reply, null);
  }

  static ConnectException failed(Step step, SmtpEndpoint to, IOException cause) {
    return new ConnectException(step, step + " at " + to + ": " + cause, null, cause);
  }

  /// How far it got.
  public Step step() {
    return step;
  }

  /// What the server said, when it said something.
  public Optional<Reply> reply() {
    return Optional.ofNullable(reply);
  }

  /// True when trying again later is pointless: the server answered 5xx (RFC 5321 §4.2.1).
  public boolean permanent() {
    return reply != null && reply.permanentFailure();
  }
}
