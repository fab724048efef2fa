package io.signetmail.ingress.mail;

import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageId;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.MessageScope;
import io.signetmail.ingress.mail.MailLog.Routed;
import io.signetmail.ingress.session.IncomingMail;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.MailFlow;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail of our own users: checks that they may write as the author, then `mail.sign`. Thread-safe.
public final class SubmissionFlow implements MailFlow {
  private static final Logger LOG = LoggerFactory.getLogger(SubmissionFlow.class);

  private final MailLog log;
  private final SenderKeys keys;
  private final Loops loops;
  private final MailMetrics metrics;
  private final RandomGenerator random;

  /// Writes to this log.
  public SubmissionFlow(
      MailLog log, SenderKeys keys, Loops loops, MailMetrics metrics, RandomGenerator random) {
    this.log = log;
    this.keys = keys;
    this.loops = loops;
    this.metrics = metrics;
    this.random = random;
  }

  @Override
  public void replyLost(MessageId id, ListenerKind listener) {
    metrics.inDoubt(listener);
    LOG.warn("in doubt: {} was answered, but its client was gone", id);
  }

  @Override
  public Reply deliver(IncomingMail mail) {
    long size = mail.content().length();
    boolean continued = mail.content().beginsWithWhitespace();
    var message = mail.content().assemble(mail.received());
    var record = MailRecord.of(mail.id(), mail.envelope(size), message, TraceContext.start(random));
    try (var _ = MessageScope.of(record)) {
      var reply =
          continued ? refuse(mail, null, Replies.BEGINS_WITH_WHITESPACE) : deliver(mail, record);
      metrics.answered(mail.client().listener(), reply);
      return reply;
    }
  }

  private Reply deliver(IncomingMail mail, MailRecord record) {
    if (loops.found(record.message(), mail.client().listener())) {
      return refuse(mail, null, Replies.MAIL_LOOP);
    }
    var message = ParsedMessage.of(record.message());
    var author = AuthorDomain.of(message);
    if (!(author instanceof AuthorDomain.Single(var _, var domain))) {
      return refuse(mail, null, Replies.badFrom(author.problem()));
    }
    var obstacle = DkimSigner.obstacle(message);
    if (obstacle.isPresent()) {
      return refuse(mail, domain, Replies.unsignable(obstacle.get().detail()));
    }
    var user = mail.client().login().filter(l -> l.covers(domain));
    if (user.isEmpty()) {
      return refuse(mail, domain, Replies.notGranted("From domain", domain.toString()));
    }
    return switch (keys.of(user.get().user(), domain)) {
      case KeyPresence.Signs _ -> store(mail, record, domain);
      case KeyPresence.Missing(var reason) ->
          refuse(mail, domain, Replies.noSigningKey(domain.toString(), reason));
      case KeyPresence.Unknown(var reason) ->
          defer(mail, "key of " + domain + ": " + reason, Replies.CANNOT_LOOK_UP_KEY);
    };
  }

  private Reply store(IncomingMail mail, MailRecord record, DomainName author) {
    try {
      return switch (Storing.of(log.store(List.of(new Routed(Topic.MAIL_SIGN, record))))) {
        case Storing.Done _ -> accept(mail, record, author);
        case Storing.Nothing(var reason) -> defer(mail, reason, Replies.CANNOT_STORE);
        case Storing.InDoubt(var reason) -> {
          metrics.inDoubt(mail.client().listener());
          LOG.warn("in doubt: told 451, may be in {} all the same: {}", Topic.MAIL_SIGN, reason);
          yield defer(mail, reason, Replies.CANNOT_STORE);
        }
      };
    } catch (MailRecordCodec.EnvelopeTooLarge e) {
      LOG.warn("{}", e.getMessage());
      return refuse(mail, author, Replies.TOO_MANY_RECIPIENTS_FOR_ONE);
    }
  }

  private Reply accept(IncomingMail mail, MailRecord record, DomainName author) {
    var envelope = record.envelope();
    var event =
        new MailEvent.Accepted(
            MailEvent.VERSION,
            mail.id().value(),
            mail.receivedAt(),
            envelope.listener(),
            envelope.client().address(),
            envelope.user(),
            envelope.mailFrom(),
            envelope.recipients().stream().map(r -> r.address()).toList(),
            author.toString(),
            envelope.size(),
            Topic.MAIL_SIGN.topicName());
    log.history(event);
    LOG.info(
        "accepted from {} as {} of {}, {} recipients, {} octets",
        mail.client().peer(),
        mail.user(),
        author,
        mail.recipients().size(),
        envelope.size());
    return Replies.accepted(mail.id().value());
  }

  private Reply refuse(IncomingMail mail, @Nullable DomainName author, Reply reply) {
    log.history(
        new MailEvent.Refused(
            MailEvent.VERSION,
            mail.id().value(),
            mail.receivedAt(),
            mail.client().listener().label(),
            mail.client().peer().address().getHostAddress(),
            mail.user(),
            mail.from().text(),
            Optional.ofNullable(author).map(DomainName::toString).orElse(null),
            reply.toString()));
    LOG.info("refused from {} as {}: {}", mail.client().peer(), mail.user(), reply);
    return reply;
  }

  private static Reply defer(IncomingMail mail, String reason, Reply reply) {
    LOG.warn("deferred from {}: {}", mail.client().peer(), reason);
    return reply;
  }
}
