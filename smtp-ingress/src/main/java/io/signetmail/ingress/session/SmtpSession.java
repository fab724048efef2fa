package io.signetmail.ingress.session;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.smtp.Command;
import io.signetmail.smtp.Line;
import io.signetmail.smtp.ReadMessage;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// State and command to reply: one SMTP session without its socket.
///
/// Used by one thread at a time. Everything a client can make it remember is bounded by {@link
/// SessionRules}. It greets, secures and authenticates; {@link EnvelopeCommands} and {@link
/// ContentCommands} take mail.
public final class SmtpSession implements AutoCloseable {
  private final SessionRules rules;
  private final SessionPorts ports;
  private final Introduction client;
  private final Patience patience;
  private final Authentication authentication;
  private final EnvelopeCommands envelope;
  private final ContentCommands content;

  /// A session that has not greeted yet.
  public SmtpSession(SessionRules rules, SessionPorts ports, Peer peer) {
    this.rules = rules;
    this.ports = ports;
    this.client = new Introduction(peer);
    this.patience = new Patience(rules, ports.limits());
    this.authentication = new Authentication(ports, patience);
    this.envelope = new EnvelopeCommands(rules, ports, client, authentication, patience);
    this.content = new ContentCommands(rules, ports, client, authentication, patience, envelope);
  }

  /// A load balancer said who really connects; before the greeting.
  public void proxied(Peer real) {
    client.proxied(real);
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
    return client.peer();
  }

  /// A limit that only the connection can see was reached.
  public void reached(Limit limit) {
    patience.reached(limit);
  }

  /// TLS is up. Everything known before is forgotten (RFC 3207 §4.2).
  public void secured(TlsFacts facts) {
    client.secured(facts);
    envelope.reset();
  }

  /// Lets go of what the session holds.
  @Override
  public void close() {
    envelope.reset();
  }

  /// What to do about the next line.
  public Step handle(Line line) {
    return switch (line) {
      case Line.Text(var bytes) ->
          authentication.inExchange()
              ? authentication.response(
                  new String(bytes, StandardCharsets.ISO_8859_1), client.peer().address())
              : command(Command.parse(bytes));
      case Line.TooLong _ -> patience.error(Replies.LINE_TOO_LONG);
      case Line.BareLf _ -> patience.error(Replies.BARE_LF);
      case Line.BareCr _ -> patience.error(Replies.BARE_CR);
      case Line.End _ -> new Step.Close();
    };
  }

  private Step command(Command command) {
    return switch (command) {
      case Command.Ehlo(var domain) -> ehlo(domain);
      case Command.Helo(var domain) -> helo(domain);
      case Command.StartTls _ -> startTls();
      case Command.Auth(var mechanism, var initial) -> auth(mechanism, initial);
      case Command.Mail(var from, var parameters) -> envelope.mail(from, parameters);
      case Command.Rcpt(var to, var dsn) -> envelope.rcpt(to, dsn);
      case Command.Data _ -> content.data();
      case Command.Bdat(var octets, var last) -> content.bdat(octets, last);
      case Command.Rset _ -> {
        envelope.reset();
        yield patience.idle(Replies.OK);
      }
      case Command.Noop _ -> patience.idle(Replies.OK);
      case Command.Help _ -> patience.idle(Replies.HELP);
      case Command.Vrfy _ -> patience.idle(Replies.CANNOT_VRFY);
      case Command.Expn _ -> patience.error(Replies.NOT_IMPLEMENTED);
      case Command.Quit _ -> new Step.SayAndClose(Replies.BYE);
      case Command.Xclient(var attributes) -> xclient(attributes);
      case Command.Unknown _ -> patience.error(Replies.UNKNOWN_COMMAND);
      case Command.Malformed(var _, var reply) -> patience.error(reply);
    };
  }

  private Step ehlo(String domain) {
    client.named(domain, true);
    envelope.reset(); // RFC 5321 §4.1.4: EHLO ends a transaction
    var secured = client.tls().isPresent();
    var reply =
        new EhloReply(
            rules,
            ports.hop().get(),
            secured,
            authentication.login().isPresent(),
            mayXclient(),
            AuthExchange.mechanisms(client.bindings()));
    return patience.idle(reply.to(domain));
  }

  private Step helo(String domain) {
    client.named(domain, false);
    envelope.reset();
    return patience.idle(Reply.plain(250, rules.hostname()));
  }

  private Step startTls() {
    if (client.tls().isPresent()) {
      return patience.error(Replies.TLS_ACTIVE);
    }
    if (!rules.startTls()) {
      return patience.error(Replies.TLS_NOT_AVAILABLE);
    }
    return new Step.StartTls(Replies.READY_FOR_TLS);
  }

  private boolean mayXclient() {
    return ports.trusted().mayXclient(client.connected())
        || (rules.kind().submits()
            && client.certificate().filter(ports.trusted()::mayVouch).isPresent());
  }

  /// Postfix' XCLIENT, from trusted hosts only; whoever else tries gets what an unknown command
  /// gets.
  private Step xclient(Map<String, String> attributes) {
    if (!mayXclient()) {
      return patience.error(Replies.UNKNOWN_COMMAND);
    }
    if (envelope.transaction() != null) {
      return patience.error(Replies.NESTED_MAIL);
    }
    var request = XclientRequest.of(attributes, client.peer());
    if (request.isEmpty()) {
      return patience.error(Replies.XCLIENT_VALUE);
    }
    // Whoever spoke before, another client speaks now: it is a new session (Postfix' XCLIENT).
    authentication.forget();
    var user = request.get().login();
    if (user.isPresent() && rules.kind().submits()) {
      var obstacle = authentication.vouched(user.get());
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
    }
    client.replaced(request.get());
    envelope.reset();
    return new Step.Say(greeting());
  }

  /// RFC 4954 §4.
  private Step auth(String mechanism, Optional<String> initialResponse) {
    if (!rules.kind().submits()) {
      return patience.error(Replies.NOT_IMPLEMENTED);
    }
    if (client.tls().isEmpty()) {
      return patience.error(Replies.AUTH_NEEDS_TLS); // RFC 4954 §6, 538
    }
    if (!client.greeted()) {
      return patience.error(Replies.SAY_EHLO_FIRST);
    }
    if (authentication.login().isPresent()) {
      return patience.error(Replies.ONE_AUTH);
    }
    if (envelope.transaction() != null) {
      return patience.error(Replies.AUTH_IN_TRANSACTION);
    }
    return authentication.begin(
        mechanism, initialResponse, client.peer().address(), client.bindings());
  }

  /// True while a message is half there: its next chunk, or RSET, is what may come.
  public boolean betweenChunks() {
    var transaction = envelope.transaction();
    return transaction != null && transaction.reservation() != null;
  }

  /// A chunk that was not the last was read; `refusal` is what is wrong with the message by now.
  public Step chunkRead(@Nullable Reply refusal) {
    return content.chunkRead(refusal);
  }

  /// The whole message was read.
  public Step received(ReadMessage message) {
    return content.received(message);
  }

  /// The reply to the last message did not reach the client: it may be sent again though it was
  /// accepted.
  public void replyLost() {
    content.replyLost();
  }
}
