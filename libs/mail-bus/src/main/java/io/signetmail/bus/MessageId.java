package io.signetmail.bus;

import java.util.Optional;

/// Signet's own id of one message: 26 characters, Crockford base 32, sorted by time of creation.
///
/// It is the Kafka key of the message on every topic, stands in the 250 reply, in `Received:` and
/// in every log line about the message. It is not the RFC 5322 Message-ID, which belongs to the
/// sender.
///
/// @param value 26 upper-case characters of `0-9A-HJKMNP-TV-Z`, 48 bits of milliseconds first
public record MessageId(String value) implements Comparable<MessageId> {
  static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  static final int LENGTH = 26;

  public MessageId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("not a message id of " + LENGTH + " characters");
    }
  }

  /// Reads an id that came from outside; empty when it is not one.
  public static Optional<MessageId> parse(String text) {
    return isWellFormed(text) ? Optional.of(new MessageId(text)) : Optional.empty();
  }

  private static boolean isWellFormed(String text) {
    return text.length() == LENGTH && text.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
  }

  @Override
  public int compareTo(MessageId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
