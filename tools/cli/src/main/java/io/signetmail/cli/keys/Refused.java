package io.signetmail.cli.keys;

/// key-service does not do what was asked, or cannot be asked. The message is for people.
final class Refused extends RuntimeException {
  Refused(String message) {
    super(message);
  }
}
