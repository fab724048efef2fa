package io.signetmail.ingress.mail;

/// Whether a DKIM key signs for a user and a sender domain.
public sealed interface KeyPresence {

  /// One does.
  record Signs() implements KeyPresence {}

  /// None does; the reason is key-service's word for it.
  record Missing(String reason) implements KeyPresence {}

  /// Nobody could be asked.
  record Unknown(String reason) implements KeyPresence {}
}
