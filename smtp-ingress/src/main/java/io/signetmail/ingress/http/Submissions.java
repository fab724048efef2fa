package io.signetmail.ingress.http;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.session.IncomingMail;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Login;
import io.signetmail.ingress.session.SaslName;
import io.signetmail.ingress.session.SessionPorts;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.LineReader;
import io.signetmail.smtp.MailParameters;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.MessageContent;
import io.signetmail.smtp.MessageReader;
import io.signetmail.smtp.ReadMessage;
import io.signetmail.smtp.ReceivedField;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.ReversePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Turns requests into submissions. Thread-safe; blocks until the message is safe or refused.
///
/// Who asks is known before the first octet of the message is read, and a message holds its room in
/// the byte budget before it is read.
final class Submissions {
  /// A message in pieces, then whole with its trace field, and Kafka's copy.
  private static final int COPIES = 2;

  private static final int SLACK = 64 * 1024;
  private static final int LONGEST_KEY = 200;

  private final HttpRules rules;
  private final SessionPorts ports;
  private final RepeatedRequests repeated;

  Submissions(HttpRules rules, SessionPorts ports) {
    this.rules = rules;
    this.ports = ports;
    this.repeated = new RepeatedRequests(ports.clock());
  }

  /// The envelope, once it is known to be allowed.
  private record Ordered(
      Login.Granted login, ReversePath from, List<IncomingMail.Recipient> recipients) {}

  Answer submit(HttpRequest request) {
    if (request.tls().isEmpty() && !mayUsePlaintext(request)) {
      return no(Problem.NO_TLS);
    }
    var credentials = BasicCredentials.of(request.authorization());
    if (credentials.isEmpty()) {
      return no(Problem.NO_CREDENTIALS);
    }
    var user = SaslName.prepared(credentials.get().user());
    var address = request.peer().address();
    if (!ports.throttle().allows(address, user)) {
      return no(Problem.TOO_MANY_FAILURES);
    }
    return switch (ports.accounts().login(user, credentials.get().password())) {
      case Login.Granted granted -> order(request, granted);
      case Login.Denied _ -> {
        ports.throttle().failed(address, user);
        yield no(Problem.BAD_CREDENTIALS);
      }
      case Login.Unavailable _ -> no(Problem.CANNOT_CHECK);
    };
  }

  private boolean mayUsePlaintext(HttpRequest request) {
    var address = request.peer().address();
    return rules.plaintextFrom().stream().anyMatch(range -> range.contains(address));
  }

  private Answer order(HttpRequest request, Login.Granted login) {
    var from = ReversePath.parse(request.from() == null ? "" : request.from());
    if (from.isEmpty()) {
      return no(Problem.badRequest("the query parameter from is no address"));
    }
    var mailbox = from.get().address();
    if (mailbox.isPresent() && domain(mailbox.get()).filter(login::covers).isEmpty()) {
      return no(Problem.of(Replies.notGranted("sender domain", mailbox.get().domain())));
    }
    if (request.to().isEmpty()) {
      return no(Problem.badRequest("name recipients with the query parameter to, once for each"));
    }
    if (request.to().size() > rules.maxRecipients()) {
      return no(Problem.badRequest(rules.maxRecipients() + " recipients are the most"));
    }
    var recipients = new ArrayList<IncomingMail.Recipient>();
    for (var text : request.to()) {
      var recipient = Mailbox.parse(text);
      if (recipient.isEmpty()) {
        return no(Problem.badRequest("recipient " + (recipients.size() + 1) + " is no address"));
      }
      recipients.add(new IncomingMail.Recipient(ForwardPath.of(recipient.get()), DsnRequest.NONE));
    }
    if (!ports.messageRate().allows(request.peer().address())) {
      return no(Problem.TOO_MANY_MESSAGES);
    }
    return hold(request, new Ordered(login, from.get(), recipients));
  }

  private static Optional<DomainName> domain(Mailbox mailbox) {
    return mailbox.isLiteral() ? Optional.empty() : DomainName.parse(mailbox.domain());
  }

  private Answer hold(HttpRequest request, Ordered ordered) {
    var key = request.idempotencyKey();
    if (key != null && (key.isEmpty() || key.length() > LONGEST_KEY)) {
      return no(Problem.badRequest("an Idempotency-Key has 1 to " + LONGEST_KEY + " characters"));
    }
    if (request.length() < 0) {
      return no(Problem.NO_LENGTH);
    }
    if (request.length() > rules.maxMessageBytes()) {
      return no(Problem.of(Replies.tooBig(rules.maxMessageBytes())));
    }
    long room = (request.length() + Math.min(request.length(), SLACK) + SLACK) * COPIES;
    var client = request.peer().address();
    if (ports.room().take(client, room, 0, rules.memoryWait()).isPresent()) {
      return no(Problem.of(Replies.NO_ROOM));
    }
    try {
      return read(request, ordered);
    } finally {
      ports.room().give(client, room);
    }
  }

  private Answer read(HttpRequest request, Ordered ordered) {
    var digest = sha256();
    var body = new DigestInputStream(request.body(), digest);
    try {
      var reader = reader(body);
      if (!reader.readChunk(request.length())) {
        return no(Problem.CUT);
      }
      return switch (reader.finish()) {
        case ReadMessage.Cut _ -> no(Problem.CUT);
        case ReadMessage.Refused(var reply, var _) -> no(Problem.of(reply));
        case ReadMessage.Complete(var content) -> once(request, ordered, content, digest);
      };
    } catch (IOException _) {
      return no(Problem.CUT);
    }
  }

  private MessageReader reader(InputStream body) {
    // The room was taken in one piece.
    return new MessageReader(new LineReader(body), rules.maxMessageBytes(), _ -> true);
  }

  private Answer once(
      HttpRequest request, Ordered ordered, MessageContent content, MessageDigest body) {
    if (request.idempotencyKey() == null) {
      return deliver(request, ordered, content);
    }
    var key = new RepeatedRequests.Key(ordered.login().user(), request.idempotencyKey());
    var envelope = ordered.from().text() + "\n" + String.join("\n", request.to());
    body.update(envelope.getBytes(StandardCharsets.UTF_8));
    return switch (repeated.begin(key, HexFormat.of().formatHex(body.digest()))) {
      case RepeatedRequests.Begun.Accepted(var id) -> new Answer.Accepted(id);
      case RepeatedRequests.Begun.Busy _ -> no(Problem.BUSY);
      case RepeatedRequests.Begun.Other _ -> no(Problem.OTHER_BODY);
      case RepeatedRequests.Begun.Ours _ -> firstTime(request, ordered, content, key);
    };
  }

  private Answer firstTime(
      HttpRequest request, Ordered ordered, MessageContent content, RepeatedRequests.Key key) {
    boolean accepted = false;
    try {
      var answer = deliver(request, ordered, content);
      if (answer instanceof Answer.Accepted(var id)) {
        repeated.done(key, id);
        accepted = true;
      }
      return answer;
    } finally {
      if (!accepted) {
        repeated.failed(key);
      }
    }
  }

  private Answer deliver(HttpRequest request, Ordered ordered, MessageContent content) {
    var peer = request.peer();
    var client =
        new IncomingMail.Client(
            ListenerKind.HTTP,
            rules.hostname(),
            peer,
            ReceivedField.literal(peer.address()),
            true,
            request.tls(),
            Optional.of(ordered.login()));
    var mail =
        new IncomingMail(
            ports.ids().next(),
            client,
            ordered.from(),
            parameters(ordered, content),
            ordered.recipients(),
            content,
            ports.clock().instant());
    var reply = ports.flow().deliver(mail);
    return reply.positive() ? new Answer.Accepted(mail.id()) : no(Problem.of(reply));
  }

  /// Over SMTP the client says what its message needs; here the message itself does.
  private static MailParameters parameters(Ordered ordered, MessageContent content) {
    boolean utf8 =
        ordered.from().address().filter(m -> !m.isAscii()).isPresent()
            || ordered.recipients().stream()
                .anyMatch(
                    r -> r.to() instanceof ForwardPath.Address(var mailbox) && !mailbox.isAscii());
    return new MailParameters(
            MailParameters.NONE.size(),
            content.eightBit() ? MailParameters.Body.EIGHT_BIT_MIME : MailParameters.Body.SEVEN_BIT,
            utf8,
            Optional.empty(),
            Optional.empty(),
            Optional.empty())
        .withSize(content.length());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Answer no(Problem problem) {
    return new Answer.No(problem);
  }
}
