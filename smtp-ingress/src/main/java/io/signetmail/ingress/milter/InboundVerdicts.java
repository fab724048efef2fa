package io.signetmail.ingress.milter;

import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.kafka.MailRecordCodec;
import io.signetmail.bus.request.VerdictAnswer;
import io.signetmail.bus.worker.MessageScope;
import io.signetmail.ingress.mail.AuthResults;
import io.signetmail.ingress.mail.MailLog;
import io.signetmail.ingress.mail.MailMetrics;
import io.signetmail.ingress.mail.VerdictReply;
import io.signetmail.ingress.mail.Verdicts;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.milter.MilterResponse;
import io.signetmail.smtp.milter.MilterResponse.InsertHeader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail from the world: asks for a verdict while the MTA waits, as our own MX does. Thread-safe.
///
/// What the MTA will hear is written to `auth.results` before it hears it. Nothing passes without a
/// verdict.
public final class InboundVerdicts implements MilterFlow {
  private static final Logger LOG = LoggerFactory.getLogger(InboundVerdicts.class);
  private static final String DISPOSITION = "Signet-Disposition";

  private final Verdicts verdicts;
  private final MailLog log;
  private final Duration wait;
  private final MilterQuarantine quarantine;
  private final MailMetrics metrics;
  private final RandomGenerator random;

  /// Asks for up to `wait`.
  public InboundVerdicts(
      Verdicts verdicts,
      MailLog log,
      Duration wait,
      MilterQuarantine quarantine,
      MailMetrics metrics,
      RandomGenerator random) {
    this.verdicts = verdicts;
    this.log = log;
    this.wait = wait;
    this.quarantine = quarantine;
    this.metrics = metrics;
    this.random = random;
  }

  @Override
  public MilterAnswer decide(MilterMail mail) {
    var question =
        MailRecord.of(mail.id(), mail.envelope(), mail.message(), TraceContext.start(random));
    try (var _ = MessageScope.of(question)) {
      var answer = judge(mail, question);
      metrics.answered(
          ListenerKind.MILTER,
          switch (answer) {
            case MilterAnswer.Refused(var reply) -> reply;
            case MilterAnswer.Taken(var id, var _) -> Replies.accepted(id.value());
          });
      return answer;
    }
  }

  private MilterAnswer judge(MilterMail mail, MailRecord question) {
    long start = System.nanoTime();
    VerdictAnswer answer;
    try {
      answer = verdicts.ask(question, wait);
    } catch (MailRecordCodec.EnvelopeTooLarge e) {
      LOG.warn("{}", e.getMessage());
      return refuse(mail, question, null, Replies.TOO_MANY_RECIPIENTS_FOR_ONE);
    }
    metrics.waited(
        Duration.ofNanos(System.nanoTime() - start), answer instanceof VerdictAnswer.Answered);
    return switch (answer) {
      case VerdictAnswer.NoAnswer(var reason) -> {
        LOG.warn("no verdict: {}", reason);
        yield defer(mail, question, null, Replies.NO_VERDICT);
      }
      case VerdictAnswer.Answered(var verdict) ->
          switch (verdict.action()) {
            case REFUSE ->
                refuse(
                    mail,
                    question,
                    verdict,
                    VerdictReply.of(verdict.reply(), Replies.REFUSED_BY_POLICY));
            case DEFER ->
                defer(
                    mail, question, verdict, VerdictReply.of(verdict.reply(), Replies.NO_VERDICT));
            case ACCEPT -> take(mail, question, verdict, AuthResultEvent.Done.ACCEPTED);
            case QUARANTINE -> take(mail, question, verdict, AuthResultEvent.Done.QUARANTINED);
          };
    };
  }

  private MilterAnswer take(
      MilterMail mail, MailRecord question, Verdict verdict, AuthResultEvent.Done done) {
    var edit = HeaderChanges.of(verdict.edit(), mail.fields());
    if (edit.isEmpty()) {
      LOG.error("the verdict removes what is no header field of the MTA's: a defect, deferred");
      return defer(mail, question, verdict, Replies.NO_VERDICT);
    }
    var changes = new ArrayList<>(edit.get());
    if (done == AuthResultEvent.Done.QUARANTINED) {
      putAside(changes, mail);
    }
    var taken = accepted(mail, verdict);
    var event = AuthResults.event(question, verdict, done, Replies.accepted(mail.id().value()));
    warn(log.history(event, List.of(taken)));
    LOG.info(
        "{} from {} <{}>, MTA's id {}, spf={} dmarc={} From {}, {} recipients, {} octets",
        done,
        mail.envelope().client().address(),
        mail.envelope().mailFrom(),
        mail.queueId(),
        verdict.facts().spf(),
        verdict.facts().dmarc(),
        verdict.facts().headerFrom(),
        mail.envelope().recipients().size(),
        mail.envelope().size());
    return new MilterAnswer.Taken(mail.id(), changes);
  }

  /// However the verifier would have our own relay put it aside: here the field says it.
  private void putAside(List<MilterResponse> changes, MilterMail mail) {
    boolean said =
        changes.stream()
            .anyMatch(c ->
                c instanceof InsertHeader(var _, var name, var _)
                    && name.equalsIgnoreCase(DISPOSITION));
    if (!said) {
      changes.add(new InsertHeader(0, DISPOSITION, " quarantine"));
    }
    switch (quarantine) {
      case HEADER -> {}
      case HOLD ->
          changes.add(new MilterResponse.Quarantine("Signet: DMARC policy, " + mail.id().value()));
    }
  }

  private static MailEvent accepted(MilterMail mail, Verdict verdict) {
    var envelope = mail.envelope();
    return new MailEvent.Accepted(
        MailEvent.VERSION,
        mail.id().value(),
        envelope.receivedAt(),
        envelope.listener(),
        envelope.client().address(),
        null,
        envelope.mailFrom(),
        envelope.recipients().stream().map(Envelope.Recipient::address).toList(),
        verdict.facts().headerFrom(),
        envelope.size(),
        OutboundSigning.BACK_TO_MTA);
  }

  private MilterAnswer refuse(
      MilterMail mail, MailRecord question, @Nullable Verdict verdict, Reply reply) {
    var envelope = mail.envelope();
    var refused =
        new MailEvent.Refused(
            MailEvent.VERSION,
            mail.id().value(),
            envelope.receivedAt(),
            envelope.listener(),
            envelope.client().address(),
            null,
            envelope.mailFrom(),
            verdict == null ? null : verdict.facts().headerFrom(),
            reply.toString());
    var event = AuthResults.event(question, verdict, AuthResultEvent.Done.REFUSED, reply);
    warn(log.history(event, List.of(refused)));
    LOG.info("refused from {}: {}", envelope.client().address(), reply);
    return new MilterAnswer.Refused(reply);
  }

  private MilterAnswer defer(
      MilterMail mail, MailRecord question, @Nullable Verdict verdict, Reply reply) {
    // Never reported to anybody, and the log may be what is away.
    log.history(AuthResults.event(question, verdict, AuthResultEvent.Done.DEFERRED, reply));
    LOG.info("deferred from {}: {}", mail.envelope().client().address(), reply);
    return new MilterAnswer.Refused(reply);
  }

  private static void warn(String problem) {
    if (!problem.isEmpty()) {
      LOG.warn("history not written: {}", problem);
    }
  }
}
