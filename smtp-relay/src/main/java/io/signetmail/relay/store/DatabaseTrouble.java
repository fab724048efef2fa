package io.signetmail.relay.store;

/// The database did not do what it was asked: it is away, or in trouble of its own.
public final class DatabaseTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseTrouble(Exception cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
