package io.signetmail.bus.kafka;

import io.signetmail.bus.MailRecord;

/// What a record on a mail topic turned out to be.
public sealed interface Decoded {
  /// A mail record as the contract says.
  record Mail(MailRecord mail) implements Decoded {}

  /// Something else; reading it again cannot help.
  record Poison(String reason) implements Decoded {}
}
