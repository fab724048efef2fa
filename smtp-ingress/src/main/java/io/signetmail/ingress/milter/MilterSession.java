package io.signetmail.ingress.milter;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.MessageId;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Login;
import io.signetmail.ingress.session.SaslName;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.milter.MilterCommand;
import io.signetmail.smtp.milter.MilterOptions;
import io.signetmail.smtp.milter.MilterResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One conversation with an MTA, without its socket. One thread.
///
/// An MTA that does not keep to the protocol is not answered but left: it does then what its
/// configuration says about a filter that is away, which has to be to defer.
final class MilterSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MilterSession.class);
  private static final String LABEL = ListenerKind.MILTER.label();
  private static final Reply BAD_ADDRESS =
      Reply.of(553, "5.1.3", "the address holds control characters or is too long");
  private static final Reply UNKNOWN_USER =
      Reply.of(550, "5.7.1", "the authenticated user is not known to key-service");

  /// Where a reply would only be in the way: all that matters is said to MAIL, RCPT and the end.
  private static final int WANTED_STEPS =
      MilterOptions.LEADING_SPACE
          | MilterOptions.NO_UNKNOWN
          | MilterOptions.NO_DATA
          | MilterOptions.NO_REPLY_CONNECT
          | MilterOptions.NO_REPLY_HELO
          | MilterOptions.NO_REPLY_DATA
          | MilterOptions.NO_REPLY_HEADER
          | MilterOptions.NO_REPLY_END_OF_HEADER
          | MilterOptions.NO_REPLY_BODY
          | MilterOptions.NO_REPLY_UNKNOWN;

  private final MilterRules rules;
  private final MilterPorts ports;
  private final MilterClient client = new MilterClient();
  private final MilterMacros macros = new MilterMacros();
  private @Nullable MilterOptions agreed;
  private @Nullable MilterTransaction transaction;
  private @Nullable MessageId taken;

  MilterSession(MilterRules rules, MilterPorts ports) {
    this.rules = rules;
    this.ports = ports;
  }

  /// True from MAIL to the end of the message.
  boolean inMessage() {
    return transaction != null;
  }

  /// The message that the last step took, and whose MTA has still to hear it.
  Optional<MessageId> taken() {
    return Optional.ofNullable(taken);
  }

  /// The next command of the MTA.
  MilterStep handle(MilterCommand command) {
    taken = null;
    if (agreed == null && !(command instanceof MilterCommand.Negotiate)) {
      return command instanceof MilterCommand.Quit
          ? MilterStep.CLOSE
          : leave("it did not negotiate");
    }
    return switch (command) {
      case MilterCommand.Negotiate(var offered) -> negotiate(offered);
      case MilterCommand.Macros(var stage, var values) -> {
        macros.put(stage, values);
        yield MilterStep.QUIET;
      }
      case MilterCommand.Connect connect -> {
        forgetMessage();
        client.connected(connect);
        yield unlessQuiet(MilterOptions.NO_REPLY_CONNECT);
      }
      case MilterCommand.Helo(var name) -> {
        client.greeted(name);
        yield unlessQuiet(MilterOptions.NO_REPLY_HELO);
      }
      case MilterCommand.Mail mail -> mail(mail);
      case MilterCommand.Rcpt(var path, var _) -> rcpt(path);
      case MilterCommand.Data _ -> unlessQuiet(MilterOptions.NO_REPLY_DATA);
      case MilterCommand.Header(var name, var value) -> header(name, value);
      case MilterCommand.EndOfHeader _ -> endOfHeader();
      case MilterCommand.Body body -> body(body.octets());
      case MilterCommand.EndOfBody end -> endOfBody(end.octets());
      case MilterCommand.Abort _ -> {
        forgetMessage();
        macros.endOfMessage();
        yield MilterStep.QUIET;
      }
      case MilterCommand.Quit _ -> MilterStep.CLOSE;
      case MilterCommand.QuitNewConnection _ -> {
        forgetMessage();
        macros.endOfConnection();
        client.gone();
        yield MilterStep.QUIET;
      }
      case MilterCommand.Unknown _ -> unlessQuiet(MilterOptions.NO_REPLY_UNKNOWN);
      case MilterCommand.Malformed(var reason) -> leave(reason);
    };
  }

  private MilterStep negotiate(MilterOptions offered) {
    int actions =
        MilterOptions.ADD_HEADERS
            | MilterOptions.CHANGE_HEADERS
            | switch (rules.quarantine()) {
              case HEADER -> 0;
              case HOLD -> MilterOptions.QUARANTINE;
            };
    if (agreed != null) {
      return leave("it negotiates again");
    }
    if (offered.version() < MilterOptions.VERSION || !offered.has(MilterOptions.LEADING_SPACE)) {
      LOG.error(
          "an MTA offers milter version {} and steps {}: version 6 with header fields as they are"
              + " (SMFIP_HDR_LEADSPC) is needed, Postfix 2.6 or Sendmail 8.14",
          offered.version(),
          Integer.toHexString(offered.steps()));
      return MilterStep.CLOSE;
    }
    if (!offered.allows(actions)) {
      LOG.error(
          "an MTA lets its filters do {}, but {} is needed: to add, change and remove header fields"
              + " (and to hold messages, with signet.milter.quarantine=hold)",
          Integer.toHexString(offered.actions()),
          Integer.toHexString(actions));
      return MilterStep.CLOSE;
    }
    var chosen = new MilterOptions(MilterOptions.VERSION, actions, offered.steps() & WANTED_STEPS);
    agreed = chosen;
    return MilterStep.say(new MilterResponse.Negotiated(chosen));
  }

  private MilterStep mail(MilterCommand.Mail mail) {
    if (!client.isKnown()) {
      return leave("MAIL without a client");
    }
    forgetMessage();
    var from = MilterPath.of(mail.path());
    if (from.isEmpty()) {
      return MilterStep.refuse(BAD_ADDRESS);
    }
    var user = macros.value(MilterMacros.USER);
    return user.isEmpty()
        ? open(from.get(), mail.parameters(), Optional.empty())
        : switch (ports.accounts().trusted(SaslName.prepared(user.get()))) {
          case Login.Granted granted -> mayUse(from.get(), mail.parameters(), granted);
          case Login.Denied _ -> MilterStep.refuse(UNKNOWN_USER);
          case Login.Unavailable _ -> MilterStep.refuse(Replies.CANNOT_CHECK_CREDENTIALS);
        };
  }

  /// A user's bounces go nowhere or to a domain of theirs.
  private MilterStep mayUse(MilterPath from, List<String> parameters, Login.Granted user) {
    boolean granted = from.text().isEmpty() || from.domain().filter(user::covers).isPresent();
    return granted
        ? open(from, parameters, Optional.of(user))
        : MilterStep.refuse(
            Replies.notGranted(
                "sender domain", from.domain().map(DomainName::toString).orElse(from.text())));
  }

  private MilterStep open(MilterPath from, List<String> parameters, Optional<Login.Granted> login) {
    transaction =
        new MilterTransaction(
            from, parameters, login, new HeldMessage(ports.budget(), rules.maxMessageBytes()));
    return MilterStep.CONTINUE;
  }

  private MilterStep rcpt(String path) {
    if (transaction == null) {
      return leave("RCPT without MAIL");
    }
    var recipient = MilterPath.of(path).filter(r -> !r.text().isEmpty());
    if (recipient.isEmpty()) {
      return MilterStep.refuse(BAD_ADDRESS);
    }
    if (transaction.recipients() >= rules.maxRecipients()
        || !transaction.hasRoomFor(recipient.get())) {
      ports.limits().reached(LABEL, Limit.RECIPIENTS);
      return MilterStep.refuse(Replies.TOO_MANY_RECIPIENTS);
    }
    var policy = transaction.login().isPresent() ? "" : policy(recipient.get());
    if (!transaction.sharesPolicy(policy)) {
      return MilterStep.refuse(Replies.OTHER_POLICY);
    }
    transaction.add(recipient.get(), policy);
    return MilterStep.CONTINUE;
  }

  private String policy(MilterPath recipient) {
    var domain = recipient.domain().orElse(DomainName.ROOT);
    return ports.policies().current().effective(domain, ports.clock().instant()).id();
  }

  private MilterStep header(String name, String value) {
    if (transaction == null) {
      return leave("a header field without MAIL");
    }
    transaction.message().field(name, value);
    return unlessQuiet(MilterOptions.NO_REPLY_HEADER);
  }

  private MilterStep endOfHeader() {
    if (transaction == null) {
      return leave("the end of a header without MAIL");
    }
    transaction.message().endOfHeader();
    return unlessQuiet(MilterOptions.NO_REPLY_END_OF_HEADER);
  }

  private MilterStep body(byte[] octets) {
    if (transaction == null) {
      return leave("a body without MAIL");
    }
    transaction.message().body(octets);
    return unlessQuiet(MilterOptions.NO_REPLY_BODY);
  }

  private MilterStep endOfBody(byte[] octets) {
    if (transaction == null || transaction.recipients() == 0) {
      return leave("the end of a message without an envelope");
    }
    transaction.message().body(octets);
    try {
      var obstacle = transaction.message().obstacle();
      return obstacle.isPresent() ? tooMuch(obstacle.get()) : decide(transaction);
    } finally {
      forgetMessage();
      macros.endOfMessage();
    }
  }

  private MilterStep tooMuch(Reply reply) {
    if (reply.equals(Replies.NO_ROOM)) {
      ports.limits().reached(LABEL, Limit.BYTES_IN_FLIGHT);
    } else if (reply.code() == 552) {
      ports.limits().reached(LABEL, Limit.MESSAGE_BYTES);
    }
    LOG.info("refused before it was looked at: {}", reply);
    return MilterStep.refuse(reply);
  }

  private MilterStep decide(MilterTransaction open) {
    var fields = List.copyOf(open.message().fields());
    byte[] message = open.message().assemble();
    var mail =
        new MilterMail(
            ports.ids().next(),
            open.envelope(client.envelope(macros), LABEL, message.length, ports.clock().instant()),
            message,
            fields,
            open.login(),
            macros.printable(MilterMacros.QUEUE_ID).orElse("-"));
    return switch (ports.flows().decide(mail)) {
      case MilterAnswer.Refused(var reply) -> MilterStep.refuse(reply);
      case MilterAnswer.Taken(var id, var changes) -> {
        taken = id;
        var responses = new ArrayList<>(changes);
        responses.add(new MilterResponse.Continue());
        yield new MilterStep(responses, false);
      }
    };
  }

  private MilterStep unlessQuiet(int step) {
    return agreed != null && agreed.has(step) ? MilterStep.QUIET : MilterStep.CONTINUE;
  }

  private static MilterStep leave(String reason) {
    LOG.warn("an MTA is left, it has to defer: {}", reason);
    return MilterStep.CLOSE;
  }

  private void forgetMessage() {
    if (transaction != null) {
      transaction.close();
      transaction = null;
    }
  }

  /// Gives back what it holds.
  @Override
  public void close() {
    forgetMessage();
  }
}
