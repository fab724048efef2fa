package io.signetmail.ingress.mail;

import io.signetmail.bus.SmtpReply;
import io.signetmail.smtp.Reply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a verdict says to the client.
public final class VerdictReply {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictReply.class);

  private VerdictReply() {}

  /// The worker's reply, or ours when the worker gave none, one of another class, or one that
  /// cannot be sent.
  public static Reply of(@Nullable SmtpReply wanted, Reply otherwise) {
    try {
      return wanted == null || wanted.code() / 100 != otherwise.code() / 100
          ? otherwise
          : Reply.of(wanted.code(), wanted.enhanced(), wanted.text());
    } catch (IllegalArgumentException e) {
      LOG.error("verdict with an impossible reply: {}", e.getMessage());
      return otherwise;
    }
  }
}
