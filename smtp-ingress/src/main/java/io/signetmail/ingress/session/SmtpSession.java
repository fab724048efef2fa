package io.signetmail.ingress.session;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.MessageId;
import io.signetmail.ingress.session.IncomingMail.Recipient;
import io.signetmail.smtp.Command;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.Line;
import io.signetmail.smtp.MailParameters;
import io.signetmail.smtp.ReadMessage;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.ReversePath;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// State and command to reply: one SMTP session without its socket.
///
/// Used by one thread at a time. Everything a client can make it remember is bounded by {@link
/// SessionRules}.
public final class SmtpSession implements AutoCloseable {
  private final SessionRules rules;
  private final SessionPorts ports;
  private final InetAddress connected;
  private final Patience patience;
  private final Authentication authentication;
  private Peer peer;
  private Optional<TlsFacts> tls = Optional.empty();
  private @Nullable String helo;
  private Optional<String> heloOverride = Optional.empty();
  private boolean extended;
  private @Nullable Transaction transaction;
  private @Nullable MessageId lastMail;

  /// A session that has not greeted yet.
  public SmtpSession(SessionRules rules, SessionPorts ports, Peer peer) {
    this.rules = rules;
    this.ports = ports;
    this.peer = peer;
    this.connected = peer.address();
    this.patience = new Patience(rules);
    this.authentication = new Authentication(ports, patience);
  }

  /// A load balancer said who really connects; before the greeting.
  public void proxied(Peer real) {
    peer = real;
  }

  /// The first reply (RFC 5321 §3.1).
  public Reply greeting() {
    return Replies.greeting(rules.hostname());
  }

  /// Octets of the longest line that makes sense now.
  public int maxLine() {
    return rules.maxLine();
  }

  /// The client, for logs.
  public Peer peer() {
    return peer;
  }

  /// TLS is up. Everything known before is forgotten (RFC 3207 §4.2).
  public void secured(TlsFacts facts) {
    tls = Optional.of(facts);
    helo = null;
    extended = false;
    reset();
  }

  /// Lets go of what the session holds.
  @Override
  public void close() {
    reset();
  }

  /// What to do about the next line.
  public Step handle(Line line) {
    return switch (line) {
      case Line.Text(var bytes) ->
          authentication.inExchange()
              ? authentication.response(
                  new String(bytes, StandardCharsets.ISO_8859_1), peer.address())
              : command(Command.parse(bytes));
      case Line.TooLong _ -> error(Replies.LINE_TOO_LONG);
      case Line.BareLf _ -> error(Replies.BARE_LF);
      case Line.BareCr _ -> error(Replies.BARE_CR);
      case Line.End _ -> new Step.Close();
    };
  }

  private Step command(Command command) {
    return switch (command) {
      case Command.Ehlo(var domain) -> ehlo(domain);
      case Command.Helo(var domain) -> helo(domain);
      case Command.StartTls _ -> startTls();
      case Command.Auth(var mechanism, var initial) -> auth(mechanism, initial);
      case Command.Mail(var from, var parameters) -> mail(from, parameters);
      case Command.Rcpt(var to, var dsn) -> rcpt(to, dsn);
      case Command.Data _ -> data();
      case Command.Bdat(var octets, var last) -> bdat(octets, last);
      case Command.Rset _ -> {
        reset();
        yield idle(Replies.OK);
      }
      case Command.Noop _ -> idle(Replies.OK);
      case Command.Help _ -> idle(Replies.HELP);
      case Command.Vrfy _ -> idle(Replies.CANNOT_VRFY);
      case Command.Expn _ -> error(Replies.NOT_IMPLEMENTED);
      case Command.Quit _ -> new Step.SayAndClose(Replies.BYE);
      case Command.Xclient(var attributes) -> xclient(attributes);
      case Command.Unknown _ -> error(Replies.UNKNOWN_COMMAND);
      case Command.Malformed(var _, var reply) -> error(reply);
    };
  }

  // Greeting and extensions.

  private Step ehlo(String domain) {
    helo = heloOverride.orElse(domain);
    extended = true;
    reset(); // RFC 5321 §4.1.4: EHLO ends a transaction
    var reply =
        new EhloReply(rules, tls.isPresent(), authentication.login().isPresent(), mayXclient())
            .to(domain);
    return idle(reply);
  }

  private Step helo(String domain) {
    helo = heloOverride.orElse(domain);
    extended = false;
    reset();
    return idle(Reply.plain(250, rules.hostname()));
  }

  private Step startTls() {
    if (tls.isPresent()) {
      return error(Replies.TLS_ACTIVE);
    }
    if (!rules.startTls()) {
      return error(Replies.TLS_NOT_AVAILABLE);
    }
    return new Step.StartTls(Replies.READY_FOR_TLS);
  }

  // XCLIENT (Postfix), from trusted hosts only; whoever else tries gets what an unknown command
  // gets.

  private boolean mayXclient() {
    return ports.trusted().mayXclient(connected);
  }

  private Step xclient(Map<String, String> attributes) {
    if (!mayXclient()) {
      return error(Replies.UNKNOWN_COMMAND);
    }
    if (transaction != null) {
      return error(Replies.NESTED_MAIL);
    }
    var request = XclientRequest.of(attributes, peer);
    if (request.isEmpty()) {
      return error(Replies.XCLIENT_VALUE);
    }
    var user = request.get().login();
    if (user.isPresent() && rules.kind().submits()) {
      var obstacle = authentication.vouched(user.get());
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    peer = request.get().peer();
    heloOverride = request.get().helo();
    helo = null;
    extended = false;
    reset();
    return new Step.Say(greeting());
  }

  // Authentication (RFC 4954).

  private Step auth(String mechanism, Optional<String> initialResponse) {
    if (!rules.kind().submits()) {
      return error(Replies.NOT_IMPLEMENTED);
    }
    if (tls.isEmpty()) {
      return error(Replies.AUTH_NEEDS_TLS); // RFC 4954 §6, 538
    }
    if (helo == null) {
      return error(Replies.SAY_EHLO_FIRST);
    }
    if (authentication.login().isPresent()) {
      return error(Replies.ONE_AUTH);
    }
    if (transaction != null) {
      return error(Replies.AUTH_IN_TRANSACTION);
    }
    return authentication.begin(mechanism, initialResponse, peer.address());
  }

  // Envelope.

  private Step mail(ReversePath from, MailParameters parameters) {
    if (helo == null) {
      return error(Replies.SAY_EHLO_FIRST);
    }
    if (rules.kind().submits() && authentication.login().isEmpty()) {
      return error(tls.isEmpty() ? Replies.STARTTLS_REQUIRED : Replies.AUTH_REQUIRED);
    }
    if (transaction != null) {
      return error(Replies.NESTED_MAIL);
    }
    if (parameters.asksForDsn() && !rules.offersDsn()) {
      return error(Replies.unknownParameter(parameters.ret().isPresent() ? "RET" : "ENVID"));
    }
    if (!parameters.smtpUtf8() && from.address().filter(m -> !m.isAscii()).isPresent()) {
      return error(Replies.NEEDS_SMTPUTF8);
    }
    if (parameters.size().orElse(0) > rules.maxMessageBytes()) {
      return error(Replies.tooBig(rules.maxMessageBytes())); // RFC 1870 §6.1
    }
    var refusal = senderRefusal(from);
    if (refusal.isPresent()) {
      return error(refusal.get());
    }
    transaction = new Transaction(from, parameters);
    return new Step.Say(Replies.SENDER_OK);
  }

  /// A user's bounces go nowhere or to a domain of theirs.
  private Optional<Reply> senderRefusal(ReversePath from) {
    if (authentication.login().isEmpty() || from.address().isEmpty()) {
      return Optional.empty();
    }
    var mailbox = from.address().get();
    var domain =
        mailbox.isLiteral() ? Optional.<DomainName>empty() : DomainName.parse(mailbox.domain());
    return domain.filter(authentication.login().get()::covers).isPresent()
        ? Optional.empty()
        : Optional.of(Replies.notGranted("sender domain", mailbox.domain()));
  }

  private Step rcpt(ForwardPath to, DsnRequest dsn) {
    if (transaction == null) {
      return error(Replies.NEED_MAIL);
    }
    if (!dsn.equals(DsnRequest.NONE) && !rules.offersDsn()) {
      return error(Replies.unknownParameter(dsn.notifyOn().isEmpty() ? "ORCPT" : "NOTIFY"));
    }
    if (to instanceof ForwardPath.Address(var mailbox)
        && !mailbox.isAscii()
        && !transaction.parameters().smtpUtf8()) {
      return error(Replies.NEEDS_SMTPUTF8);
    }
    var recipient = new Recipient(to, dsn);
    if (transaction.recipients().size() >= rules.maxRecipients()
        || !transaction.hasRoomFor(recipient)) {
      return new Step.Say(Replies.TOO_MANY_RECIPIENTS); // RFC 5321 §4.5.3.1.10
    }
    return switch (ports.recipients().decide(to)) {
      case RecipientPolicy.Decision.Refuse(var reply) -> error(reply);
      case RecipientPolicy.Decision.Accept(var policy) -> {
        if (!transaction.sharesPolicy(policy)) {
          yield new Step.Say(Replies.OTHER_POLICY);
        }
        transaction.add(recipient, policy);
        yield new Step.Say(Replies.RECIPIENT_OK);
      }
    };
  }

  // Content.

  private Step data() {
    if (transaction == null) {
      return error(Replies.NEED_MAIL);
    }
    if (transaction.reservation() != null) {
      return error(Replies.MIXED_DATA_AND_BDAT);
    }
    if (transaction.recipients().isEmpty()) {
      return error(Replies.NO_RECIPIENTS);
    }
    var reservation = reserve(transaction, 0);
    return reservation == null
        ? noRoom()
        : new Step.ReadData(Replies.SEND_DATA, rules.maxMessageBytes(), reservation);
  }

  private Step bdat(long octets, boolean last) {
    if (octets > rules.maxMessageBytes() * 2) {
      return new Step.SayAndClose(Replies.tooBig(rules.maxMessageBytes())); // not worth reading
    }
    if (transaction == null) {
      return new Step.SkipChunk(octets, error(Replies.NEED_MAIL));
    }
    if (transaction.recipients().isEmpty()) {
      reset();
      return new Step.SkipChunk(octets, error(Replies.NO_RECIPIENTS));
    }
    var open = transaction.reservation();
    var reservation = open == null ? reserve(transaction, octets) : open;
    if (reservation == null) {
      return new Step.SkipChunk(octets, noRoom());
    }
    return new Step.ReadChunk(octets, last, open == null, rules.maxMessageBytes(), reservation);
  }

  private Step noRoom() {
    reset();
    return new Step.Say(Replies.NO_ROOM);
  }

  private @Nullable Reservation reserve(Transaction forMail, long atLeast) {
    var reservation = new Reservation(ports.budget(), rules.copies());
    long declared = Math.max(forMail.parameters().size().orElse(0), atLeast);
    if (!reservation.start(declared, rules.memoryWait())) {
      return null;
    }
    forMail.reserve(reservation);
    return reservation;
  }

  /// A chunk that was not the last was read; `refusal` is what is wrong with the message by now.
  public Step chunkRead(@Nullable Reply refusal) {
    if (refusal == null) {
      return new Step.Say(Replies.OK);
    }
    reset(); // RFC 3030 §2: the transaction is over, further chunks get 503
    return error(refusal);
  }

  /// The whole message was read.
  public Step received(ReadMessage message) {
    if (transaction == null || helo == null) {
      return new Step.SayAndClose(Replies.INTERNAL_ERROR);
    }
    try {
      return switch (message) {
        case ReadMessage.Cut _ -> new Step.Close();
        case ReadMessage.Refused(var reply, var close) ->
            close ? new Step.SayAndClose(reply) : error(reply);
        case ReadMessage.Complete(var content) -> {
          var client =
              new IncomingMail.Client(
                  rules.kind(),
                  rules.hostname(),
                  peer,
                  helo,
                  extended,
                  tls,
                  authentication.login());
          var mail =
              new IncomingMail(
                  ports.ids().next(),
                  client,
                  transaction.from(),
                  transaction.parameters().withSize(content.length()),
                  transaction.recipients(),
                  content,
                  ports.clock().instant());
          patience.mailCame();
          lastMail = mail.id();
          yield new Step.Say(ports.flow().deliver(mail));
        }
      };
    } finally {
      reset();
    }
  }

  /// The reply to the last message did not reach the client: it may be sent again though it was
  /// accepted.
  public void replyLost() {
    if (lastMail != null) {
      ports.flow().replyLost(lastMail, rules.kind());
    }
  }

  // Bookkeeping.

  private void reset() {
    authentication.abandon();
    if (transaction != null) {
      transaction.close();
      transaction = null;
    }
  }

  private Step idle(Reply reply) {
    return patience.idle(reply);
  }

  private Step error(Reply reply) {
    return patience.error(reply);
  }
}
