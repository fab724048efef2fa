package io.signetmail.bus.worker;

import io.signetmail.bus.MailRecord;

/// Turns one record into its outcome. Called on many virtual threads at once, before any
/// transaction is open, so it may wait for other services; the same record may come again after an
/// abort.
@FunctionalInterface
public interface TransactionHandler {
  Outcome handle(MailRecord mail);
}
