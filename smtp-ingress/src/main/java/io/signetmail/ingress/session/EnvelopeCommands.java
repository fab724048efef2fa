package io.signetmail.ingress.session;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.session.IncomingMail.Recipient;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.MailParameters;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.ReversePath;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// MAIL and RCPT: builds the envelope of the transaction that is open, and owns it. One thread.
final class EnvelopeCommands {
  private final SessionRules rules;
  private final SessionPorts ports;
  private final Introduction client;
  private final Authentication authentication;
  private final Patience patience;
  private @Nullable Transaction transaction;

  EnvelopeCommands(
      SessionRules rules,
      SessionPorts ports,
      Introduction client,
      Authentication authentication,
      Patience patience) {
    this.rules = rules;
    this.ports = ports;
    this.client = client;
    this.authentication = authentication;
    this.patience = patience;
  }

  /// What is open; null between transactions.
  @Nullable Transaction transaction() {
    return transaction;
  }

  /// Ends the transaction, if there is one, and an AUTH exchange.
  void reset() {
    authentication.abandon();
    if (transaction != null) {
      transaction.close();
      transaction = null;
    }
  }

  Step mail(ReversePath from, MailParameters parameters) {
    if (!client.greeted()) {
      return patience.error(Replies.SAY_EHLO_FIRST);
    }
    if (transaction != null) {
      return patience.error(Replies.NESTED_MAIL);
    }
    if (!authentication.stillStands()) {
      return new Step.SayAndClose(Replies.LOGIN_CHANGED);
    }
    var unknown = nameUser(parameters);
    if (unknown.isPresent()) {
      return unknown.get();
    }
    var obstacle = mailRefusal(from, parameters);
    if (obstacle.isPresent()) {
      authentication.abandon();
      return patience.error(obstacle.get());
    }
    if (!ports.messageRate().allows(client.peer().address())) {
      authentication.abandon();
      patience.reached(Limit.MESSAGES_PER_NETWORK);
      return patience.error(Replies.TOO_MANY_MESSAGES);
    }
    transaction = new Transaction(from, parameters);
    return new Step.Say(Replies.SENDER_OK);
  }

  /// Mail of our users needs a user: one who logged in, or one a trusted MTA names. What others say
  /// in AUTH= is ignored, as RFC 4954 §5 has it.
  private Optional<Step> nameUser(MailParameters parameters) {
    if (!rules.kind().submits() || authentication.login().isPresent()) {
      return Optional.empty();
    }
    var named = parameters.auth().filter(user -> !user.isEmpty());
    if (named.isPresent() && isTrustedMta()) {
      return authentication.vouchedForOneMail(named.get());
    }
    return Optional.of(
        patience.error(client.tls().isEmpty() ? Replies.STARTTLS_REQUIRED : Replies.AUTH_REQUIRED));
  }

  private boolean isTrustedMta() {
    return ports.trusted().mayVouch(client.connected())
        || client.certificate().filter(ports.trusted()::mayVouch).isPresent();
  }

  private Optional<Reply> mailRefusal(ReversePath from, MailParameters parameters) {
    if (parameters.asksForDsn() && !rules.offersDsn()) {
      return Optional.of(Replies.unknownParameter(parameters.ret().isPresent() ? "RET" : "ENVID"));
    }
    var hop = ports.hop().get();
    if (parameters.smtpUtf8() && !hop.smtpUtf8()) {
      return Optional.of(Replies.unknownParameter("SMTPUTF8"));
    }
    if (parameters.body() == MailParameters.Body.EIGHT_BIT_MIME && !hop.eightBitMime()) {
      return Optional.of(Replies.unknownParameter("BODY=8BITMIME"));
    }
    if (!parameters.smtpUtf8() && from.address().filter(m -> !m.isAscii()).isPresent()) {
      return Optional.of(Replies.NEEDS_SMTPUTF8);
    }
    if (parameters.size().orElse(0) > rules.maxMessageBytes()) {
      patience.reached(Limit.MESSAGE_BYTES);
      return Optional.of(Replies.tooBig(rules.maxMessageBytes())); // RFC 1870 §6.1
    }
    return senderRefusal(from);
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

  Step rcpt(ForwardPath to, DsnRequest dsn) {
    if (transaction == null) {
      return patience.error(Replies.NEED_MAIL);
    }
    if (!dsn.equals(DsnRequest.NONE) && !rules.offersDsn()) {
      return patience.error(
          Replies.unknownParameter(dsn.notifyOn().isEmpty() ? "ORCPT" : "NOTIFY"));
    }
    if (to instanceof ForwardPath.Address(var mailbox)
        && !mailbox.isAscii()
        && !transaction.parameters().smtpUtf8()) {
      return patience.error(Replies.NEEDS_SMTPUTF8);
    }
    var recipient = new Recipient(to, dsn);
    if (transaction.recipients().size() >= rules.maxRecipients()
        || !transaction.hasRoomFor(recipient)) {
      return tooMany(transaction);
    }
    return switch (ports.recipients().decide(to)) {
      case RecipientPolicy.Decision.Refuse(var reply) -> patience.error(reply);
      case RecipientPolicy.Decision.Accept(var policy) -> {
        if (!transaction.sharesPolicy(policy)) {
          yield new Step.Say(Replies.OTHER_POLICY);
        }
        transaction.add(recipient, policy);
        yield new Step.Say(Replies.RECIPIENT_OK);
      }
    };
  }

  /// RFC 5321 §4.5.3.1.10: a client with too many recipients sends the rest in another transaction,
  /// so as many again are no mistake; a client that goes on and on makes one with each.
  private Step tooMany(Transaction open) {
    if (open.turnedAway() == 0) {
      patience.reached(Limit.RECIPIENTS);
    }
    open.turnAway();
    return open.turnedAway() > rules.maxRecipients()
        ? patience.error(Replies.TOO_MANY_RECIPIENTS)
        : new Step.Say(Replies.TOO_MANY_RECIPIENTS);
  }
}
