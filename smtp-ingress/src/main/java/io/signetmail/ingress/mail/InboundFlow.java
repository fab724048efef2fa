package io.signetmail.ingress.mail;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageId;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.request.VerdictAnswer;
import io.signetmail.bus.worker.MessageScope;
import io.signetmail.ingress.mail.MailLog.Routed;
import io.signetmail.ingress.session.IncomingMail;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.MailFlow;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail from the world: asks for a verdict while the client waits, then refuses, defers, or makes
/// it safe. Thread-safe.
///
/// What was really done is written to `auth.results` before the client hears it.
public final class InboundFlow implements MailFlow {
  private static final Logger LOG = LoggerFactory.getLogger(InboundFlow.class);

  private final Verdicts verdicts;
  private final MailLog log;
  private final Routes routes;
  private final Loops loops;
  private final Duration verdictWait;
  private final MailMetrics metrics;
  private final RandomGenerator random;

  /// Asks for up to `verdictWait`.
  public InboundFlow(
      Verdicts verdicts,
      MailLog log,
      Routes routes,
      Loops loops,
      Duration verdictWait,
      MailMetrics metrics,
      RandomGenerator random) {
    this.verdicts = verdicts;
    this.log = log;
    this.routes = routes;
    this.loops = loops;
    this.verdictWait = verdictWait;
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
    var question =
        MailRecord.of(
            mail.id(),
            mail.envelope(size),
            mail.content().assemble(new byte[0]),
            TraceContext.start(random));
    try (var _ = MessageScope.of(question)) {
      var reply =
          continued
              ? refuse(mail, question, null, Replies.BEGINS_WITH_WHITESPACE)
              : decide(mail, question);
      metrics.answered(mail.client().listener(), reply);
      return reply;
    }
  }

  private Reply decide(IncomingMail mail, MailRecord question) {
    if (loops.found(question.message(), mail.client().listener())) {
      return refuse(mail, question, null, Replies.MAIL_LOOP);
    }
    try {
      return switch (ask(question)) {
        case VerdictAnswer.NoAnswer(var reason) -> {
          LOG.warn("deferred from {}: no verdict: {}", mail.client().peer(), reason);
          yield defer(mail, question, null, Replies.NO_VERDICT);
        }
        case VerdictAnswer.Answered(var verdict) -> act(mail, question, verdict);
      };
    } catch (MailRecordCodec.EnvelopeTooLarge e) {
      LOG.warn("{}", e.getMessage());
      return refuse(mail, question, null, Replies.TOO_MANY_RECIPIENTS_FOR_ONE);
    }
  }

  private VerdictAnswer ask(MailRecord question) {
    long start = System.nanoTime();
    var answer = verdicts.ask(question, verdictWait);
    metrics.waited(
        Duration.ofNanos(System.nanoTime() - start), answer instanceof VerdictAnswer.Answered);
    return answer;
  }

  private Reply act(IncomingMail mail, MailRecord question, Verdict verdict) {
    return switch (verdict.action()) {
      case REFUSE ->
          refuse(
              mail, question, verdict, VerdictReply.of(verdict.reply(), Replies.REFUSED_BY_POLICY));
      case DEFER ->
          defer(mail, question, verdict, VerdictReply.of(verdict.reply(), Replies.NO_VERDICT));
      case ACCEPT -> store(mail, question, verdict, Disposition.ACCEPT);
      case QUARANTINE -> store(mail, question, verdict, Disposition.QUARANTINE);
    };
  }

  private Reply store(
      IncomingMail mail, MailRecord question, Verdict verdict, Disposition disposition) {
    // One copy for both: our trace field on top, then what the verifier wants in front.
    var edit =
        new MailEdit(
            new String(mail.received(), StandardCharsets.UTF_8) + verdict.edit().prepend(),
            verdict.edit().removed());
    var edited =
        question
            .withMessage(edit.apply(question.message()))
            .withEnvelope(question.envelope().withDisposition(disposition));
    var routed = routes.split(edited);
    return switch (Storing.of(log.store(routed))) {
      case Storing.Done _ -> accept(mail, edited, routed, verdict, disposition);
      case Storing.Nothing(var reason) -> {
        LOG.warn("deferred from {}: not stored: {}", mail.client().peer(), reason);
        yield defer(mail, question, verdict, Replies.CANNOT_STORE);
      }
      case Storing.InDoubt(var reason) -> {
        metrics.inDoubt(mail.client().listener());
        LOG.warn("in doubt: told 451, may be delivered all the same: {}", reason);
        yield defer(mail, question, verdict, Replies.CANNOT_STORE);
      }
    };
  }

  private Reply accept(
      IncomingMail mail,
      MailRecord record,
      List<Routed> routed,
      Verdict verdict,
      Disposition disposition) {
    var done =
        switch (disposition) {
          case ACCEPT -> AuthResultEvent.Done.ACCEPTED;
          case QUARANTINE -> AuthResultEvent.Done.QUARANTINED;
        };
    var reply = Replies.accepted(mail.id().value());
    var envelope = record.envelope();
    var topics = new ArrayList<String>();
    routed.forEach(r -> topics.add(r.topic().topicName()));
    var accepted =
        new MailEvent.Accepted(
            MailEvent.VERSION,
            mail.id().value(),
            mail.receivedAt(),
            envelope.listener(),
            envelope.client().address(),
            null,
            envelope.mailFrom(),
            envelope.recipients().stream().map(Envelope.Recipient::address).toList(),
            verdict.facts().headerFrom(),
            envelope.size(),
            String.join(",", topics));
    warn(log.history(AuthResults.event(record, verdict, done, reply), List.of(accepted)));
    LOG.info(
        "{} from {} {}, spf={} dmarc={} From {}, {} recipients, {} octets, to {}",
        done,
        mail.client().peer(),
        mail.from(),
        verdict.facts().spf(),
        verdict.facts().dmarc(),
        verdict.facts().headerFrom(),
        mail.recipients().size(),
        envelope.size(),
        topics);
    return reply;
  }

  private Reply refuse(
      IncomingMail mail, MailRecord question, @Nullable Verdict verdict, Reply reply) {
    var refused =
        new MailEvent.Refused(
            MailEvent.VERSION,
            mail.id().value(),
            mail.receivedAt(),
            mail.client().listener().label(),
            mail.client().peer().address().getHostAddress(),
            null,
            mail.from().text(),
            verdict == null ? null : verdict.facts().headerFrom(),
            reply.toString());
    var found = AuthResults.event(question, verdict, AuthResultEvent.Done.REFUSED, reply);
    warn(log.history(found, List.of(refused)));
    LOG.info("refused from {} {}: {}", mail.client().peer(), mail.from(), reply);
    return reply;
  }

  private Reply defer(
      IncomingMail mail, MailRecord question, @Nullable Verdict verdict, Reply reply) {
    var found = AuthResults.event(question, verdict, AuthResultEvent.Done.DEFERRED, reply);
    log.history(found); // never reported to anybody, and the log may be what is away
    LOG.info("deferred from {} {}: {}", mail.client().peer(), mail.from(), reply);
    return reply;
  }

  private static void warn(String problem) {
    if (!problem.isEmpty()) {
      LOG.warn("history not written: {}", problem);
    }
  }
}
