package io.signetmail.smtp;

/// Asks for memory before it is used.
@FunctionalInterface
public interface Allowance {

  /// True when `octets` more may be held.
  boolean grow(long octets);

  /// No limit but the message's own.
  static Allowance unlimited() {
    return _ -> true;
  }
}
