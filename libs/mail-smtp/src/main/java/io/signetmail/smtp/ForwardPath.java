package io.signetmail.smtp;

import java.util.Locale;

/// Who shall get a message (RFC 5321 §4.1.1.3): a mailbox, or the server's own `<Postmaster>`.
public sealed interface ForwardPath {

  /// `<Postmaster>` without a domain, in any case (RFC 5321 §4.5.1).
  record Postmaster() implements ForwardPath {
    @Override
    public String toString() {
      return "<postmaster>";
    }
  }

  /// `<user@example.com>`.
  record Address(Mailbox mailbox) implements ForwardPath {
    @Override
    public String toString() {
      return "<" + mailbox + ">";
    }
  }

  /// The path to a mailbox.
  static ForwardPath of(Mailbox mailbox) {
    return new Address(mailbox);
  }

  /// The address without brackets.
  default String text() {
    return switch (this) {
      case Postmaster _ -> "postmaster";
      case Address(var mailbox) -> mailbox.toString();
    };
  }

  /// True for the two role mailboxes that always get their mail: postmaster (RFC 5321 §4.5.1) and
  /// abuse (RFC 2142 §4).
  default boolean isRole() {
    return switch (this) {
      case Postmaster _ -> true;
      case Address(var mailbox) ->
          switch (mailbox.localPart().toLowerCase(Locale.ROOT)) {
            case "postmaster", "abuse" -> true;
            default -> false;
          };
    };
  }
}
