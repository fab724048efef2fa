package io.signetmail.ingress.session;

import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MessageId;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.MailParameters;
import io.signetmail.smtp.MessageContent;
import io.signetmail.smtp.ReceivedField;
import io.signetmail.smtp.ReversePath;
import io.signetmail.smtp.TransmissionType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A complete message with everything its dialogue said.
public record IncomingMail(
    MessageId id,
    Client client,
    ReversePath from,
    MailParameters parameters,
    List<Recipient> recipients,
    MessageContent content,
    Instant receivedAt) {

  /// Copies the list.
  public IncomingMail {
    recipients = List.copyOf(recipients);
  }

  /// Who sent it and how.
  public record Client(
      ListenerKind listener,
      String hostname,
      Peer peer,
      String helo,
      boolean extended,
      Optional<TlsFacts> tls,
      Optional<Login.Granted> login) {}

  /// One accepted RCPT.
  public record Recipient(ForwardPath to, DsnRequest dsn) {}

  /// The trace field for this hop (RFC 5321 §4.4).
  public byte[] received() {
    var with =
        client.listener() == ListenerKind.HTTP
            ? "HTTP"
            : TransmissionType.of(
                client.extended(),
                parameters.smtpUtf8(),
                client.tls().isPresent(),
                client.login().isPresent());
    var only =
        recipients.size() == 1
            ? Optional.of(recipients.getFirst().to())
            : Optional.<ForwardPath>empty();
    return new ReceivedField(
            client.helo(),
            client.peer().name(),
            client.peer().address(),
            client.hostname(),
            with,
            client.tls().map(TlsFacts::toString),
            id.value(),
            only,
            receivedAt)
        .bytes();
  }

  /// The same facts as the log carries them.
  public Envelope envelope(long size) {
    return new Envelope(
        Envelope.VERSION,
        client.listener().label(),
        receivedAt,
        new Envelope.Client(
            client.peer().address().getHostAddress(),
            client.peer().port(),
            client.helo(),
            client.peer().name().orElse(null),
            client.tls().map(TlsFacts::toString).orElse(null)),
        from.text(),
        recipients.stream().map(this::recipient).toList(),
        user(),
        parameters.smtpUtf8(),
        parameters.body() == MailParameters.Body.EIGHT_BIT_MIME,
        size,
        Disposition.ACCEPT,
        parameters.ret().orElse(null),
        parameters.envid().orElse(null));
  }

  /// The SASL user, when there is one.
  public @Nullable String user() {
    return client.login().map(Login.Granted::user).orElse(null);
  }

  private Envelope.Recipient recipient(Recipient recipient) {
    return new Envelope.Recipient(
        address(recipient.to()),
        recipient.dsn().notifyOn().stream().map(Enum::name).sorted().toList(),
        recipient.dsn().originalRecipient().orElse(null));
  }

  /// The bare postmaster is the one of this host (RFC 5321 §4.5.1).
  private String address(ForwardPath path) {
    return switch (path) {
      case ForwardPath.Postmaster _ -> "postmaster@" + client.hostname();
      case ForwardPath.Address(var mailbox) -> mailbox.toString();
    };
  }
}
