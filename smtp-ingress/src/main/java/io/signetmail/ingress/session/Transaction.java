package io.signetmail.ingress.session;

import io.signetmail.ingress.session.IncomingMail.Recipient;
import io.signetmail.smtp.MailParameters;
import io.signetmail.smtp.ReversePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What MAIL, RCPT and BDAT have built up so far (RFC 5321 §3.3). One thread.
final class Transaction implements AutoCloseable {
  /// The envelope must fit its record header; JSON and DSN options take their part.
  private static final int MAX_RECIPIENT_OCTETS = 700_000;

  private final ReversePath from;
  private final MailParameters parameters;
  private final List<Recipient> recipients = new ArrayList<>();
  private int recipientOctets;
  private int turnedAway;
  private @Nullable String policy;
  private @Nullable Reservation reservation;

  Transaction(ReversePath from, MailParameters parameters) {
    this.from = from;
    this.parameters = parameters;
  }

  ReversePath from() {
    return from;
  }

  MailParameters parameters() {
    return parameters;
  }

  List<Recipient> recipients() {
    return recipients;
  }

  /// Recipients that found no room.
  int turnedAway() {
    return turnedAway;
  }

  void turnAway() {
    turnedAway++;
  }

  /// True when one more recipient of this length fits into the envelope.
  boolean hasRoomFor(Recipient recipient) {
    return recipientOctets + length(recipient) <= MAX_RECIPIENT_OCTETS;
  }

  /// True when the recipient is under the policy of the others.
  boolean sharesPolicy(String other) {
    return policy == null || policy.equals(other);
  }

  void add(Recipient recipient, String underPolicy) {
    policy = underPolicy;
    recipients.add(recipient);
    recipientOctets += length(recipient);
  }

  private static int length(Recipient recipient) {
    // Non-ASCII text takes up to three octets a character, and JSON and field names come on top.
    return recipient.to().text().length() * 3
        + recipient.dsn().originalRecipient().map(String::length).orElse(0)
        + 100;
  }

  /// The room this message holds; null before DATA or the first BDAT.
  @Nullable Reservation reservation() {
    return reservation;
  }

  void reserve(Reservation taken) {
    reservation = taken;
  }

  @Override
  public void close() {
    if (reservation != null) {
      reservation.close();
    }
  }
}
