package io.signetmail.smtp;

import java.util.Optional;

/// Where bounces go (RFC 5321 §4.1.2 Reverse-path): a mailbox, or nowhere.
public sealed interface ReversePath {

  /// `<>`: a notification, which must never be answered by another (RFC 5321 §4.5.5).
  record Null() implements ReversePath {
    @Override
    public String toString() {
      return "<>";
    }
  }

  /// `<user@example.com>`.
  record Address(Mailbox mailbox) implements ReversePath {
    @Override
    public String toString() {
      return "<" + mailbox + ">";
    }
  }

  /// The null path.
  static ReversePath none() {
    return new Null();
  }

  /// The path to a mailbox of our own making.
  static ReversePath of(Mailbox mailbox) {
    return new Address(mailbox);
  }

  /// Reads `user@example.com`, `<user@example.com>`, `<>` or an empty text.
  static Optional<ReversePath> parse(String text) {
    if (text.isEmpty() || text.equals("<>")) {
      return Optional.of(none());
    }
    boolean bracketed = text.startsWith("<") && text.endsWith(">");
    return Mailbox.parse(bracketed ? text.substring(1, text.length() - 1) : text)
        .map(ReversePath::of);
  }

  /// The mailbox, unless the path is null.
  default Optional<Mailbox> address() {
    return switch (this) {
      case Null _ -> Optional.empty();
      case Address(var mailbox) -> Optional.of(mailbox);
    };
  }

  /// The address without brackets, empty for the null path.
  default String text() {
    return switch (this) {
      case Null _ -> "";
      case Address(var mailbox) -> mailbox.toString();
    };
  }
}
