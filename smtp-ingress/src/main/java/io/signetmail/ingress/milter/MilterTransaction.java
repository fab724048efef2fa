package io.signetmail.ingress.milter;

import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.ingress.session.Login;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The message that is open, as far as it has come. One thread.
final class MilterTransaction implements AutoCloseable {
  /// The envelope must fit its record header.
  private static final int MOST_RECIPIENT_OCTETS = 700_000;

  /// JSON and field names around an address.
  private static final int RECIPIENT_OVERHEAD = 100;

  private final MilterPath from;
  private final List<String> parameters;
  private final Optional<Login.Granted> login;
  private final HeldMessage message;
  private final List<MilterPath> recipients = new ArrayList<>();
  private int recipientOctets;
  private @Nullable String policy;

  /// @param login the user the MTA has authenticated
  MilterTransaction(
      MilterPath from,
      List<String> parameters,
      Optional<Login.Granted> login,
      HeldMessage message) {
    this.from = from;
    this.parameters = List.copyOf(parameters);
    this.login = login;
    this.message = message;
  }

  Optional<Login.Granted> login() {
    return login;
  }

  HeldMessage message() {
    return message;
  }

  int recipients() {
    return recipients.size();
  }

  boolean hasRoomFor(MilterPath recipient) {
    return recipientOctets + length(recipient) <= MOST_RECIPIENT_OCTETS;
  }

  /// True when the recipient is under the policy of the others.
  boolean sharesPolicy(String other) {
    return policy == null || policy.equals(other);
  }

  void add(MilterPath recipient, String underPolicy) {
    policy = underPolicy;
    recipients.add(recipient);
    recipientOctets += length(recipient);
  }

  private static int length(MilterPath recipient) {
    return recipient.text().length() * 3 + RECIPIENT_OVERHEAD;
  }

  /// The facts as the log carries them.
  Envelope envelope(Envelope.Client client, String listener, long size, Instant now) {
    return new Envelope(
        Envelope.VERSION,
        listener,
        now,
        client,
        from.text(),
        recipients.stream().map(r -> Envelope.Recipient.of(r.text())).toList(),
        login.map(Login.Granted::user).orElse(null),
        says("SMTPUTF8"),
        says("BODY=8BITMIME"),
        size,
        Disposition.ACCEPT,
        null,
        null);
  }

  private boolean says(String parameter) {
    return parameters.stream().anyMatch(p -> p.toUpperCase(Locale.ROOT).equals(parameter));
  }

  @Override
  public void close() {
    message.close();
  }
}
