package io.signetmail.ingress.mail;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.MessageIds;
import io.signetmail.ingress.session.IncomingMail;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Login;
import io.signetmail.ingress.session.Peer;
import io.signetmail.ingress.session.Sessions;
import io.signetmail.smtp.Allowance;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.LineReader;
import io.signetmail.smtp.MailParameters;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.MessageContent;
import io.signetmail.smtp.MessageReader;
import io.signetmail.smtp.ReadMessage;
import io.signetmail.smtp.ReversePath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Incoming mails for tests.
final class Mails {
  private static final MessageIds IDS =
      new MessageIds(InstantSource.fixed(Sessions.NOW), new Random(7));

  private Mails() {}

  static IncomingMail inbound(String message, String... recipients) {
    return mail(ListenerKind.MX, Optional.empty(), message, recipients);
  }

  static IncomingMail submitted(String message) {
    var login = new Login.Granted("u", Set.of(DomainName.of("shop.example")));
    return mail(ListenerKind.SUBMISSION, Optional.of(login), message, "b@example.com");
  }

  private static IncomingMail mail(
      ListenerKind kind, Optional<Login.Granted> login, String message, String... recipients) {
    var client =
        new IncomingMail.Client(
            kind,
            "mx.test",
            Peer.of(InetAddress.ofLiteral("192.0.2.7"), 4711),
            "client.test",
            true,
            Optional.empty(),
            login);
    return new IncomingMail(
        IDS.next(),
        client,
        ReversePath.of(Mailbox.of("bounce@sender.test")),
        MailParameters.NONE,
        Stream.of(recipients)
            .map(r -> new IncomingMail.Recipient(ForwardPath.of(Mailbox.of(r)), DsnRequest.NONE))
            .toList(),
        content(message),
        Sessions.NOW);
  }

  private static MessageContent content(String message) {
    var wire = (message.replace("\n", "\r\n") + ".\r\n").getBytes(StandardCharsets.UTF_8);
    try {
      var reader =
          new MessageReader(
              new LineReader(new ByteArrayInputStream(wire)), 1 << 20, Allowance.unlimited());
      if (reader.readData() instanceof ReadMessage.Complete(var content)) {
        return content;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("not a message: " + List.of(message));
  }
}
