package io.signetmail.smtp.client;

import io.signetmail.smtp.ReversePath;
import java.util.List;
import java.util.Optional;

/// One transaction to send. The parts are the message in order, CRLF line ends, not dot-stuffed;
/// they are not copied.
///
/// `smtpUtf8` says that it came with SMTPUTF8; it is asked for again only when it is needed. `ret`
/// and `envid` are passed on only to a hop that offers DSN.
@SuppressWarnings("ArrayRecordComponent") // message content is never copied and never compared
public record OutgoingMail(
    ReversePath from,
    List<Recipient> recipients,
    boolean smtpUtf8,
    Optional<String> ret,
    Optional<String> envid,
    byte[]... parts) {

  /// Copies the list of recipients.
  public OutgoingMail {
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("mail without recipients");
    }
  }

  /// A mail without SMTPUTF8 and DSN options.
  public static OutgoingMail of(ReversePath from, List<Recipient> recipients, byte[]... parts) {
    return new OutgoingMail(from, recipients, false, Optional.empty(), Optional.empty(), parts);
  }

  /// True when the hop must offer SMTPUTF8 (RFC 6531 §3.1): for an address, or for a header field
  /// that is not ASCII. Many clients ask for it with every mail; pure ASCII goes everywhere.
  boolean needsSmtpUtf8() {
    return (smtpUtf8 && !isAsciiHeader())
        || from.address().filter(m -> !m.isAscii()).isPresent()
        || recipients.stream().anyMatch(r -> !r.mailbox().isAscii());
  }

  /// Looks at the header section, which ends at the first empty line.
  private boolean isAsciiHeader() {
    int ends = 0;
    for (var part : parts) {
      for (byte b : part) {
        if (b < 0) {
          return false;
        }
        if (b == '\n') {
          ends++;
        } else if (b != '\r') {
          ends = 0;
        }
        if (ends == 2) {
          return true;
        }
      }
    }
    return true;
  }
}
