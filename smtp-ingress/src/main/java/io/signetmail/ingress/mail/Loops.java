package io.signetmail.ingress.mail;

/// When a message has gone round often enough (RFC 5321 §6.3: at least 100 Received fields).
final class Loops {
  static final int MAX_RECEIVED = 100;

  private Loops() {}
}
