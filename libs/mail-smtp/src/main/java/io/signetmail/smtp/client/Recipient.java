package io.signetmail.smtp.client;

import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.Mailbox;

/// One RCPT. The DSN request is passed on only to a hop that offers DSN.
public record Recipient(Mailbox mailbox, DsnRequest dsn) {

  /// Without a DSN request.
  public static Recipient of(Mailbox mailbox) {
    return new Recipient(mailbox, DsnRequest.NONE);
  }
}
