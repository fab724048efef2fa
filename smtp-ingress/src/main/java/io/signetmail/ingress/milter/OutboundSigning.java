package io.signetmail.ingress.milter;

import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.RemoteKeyUnavailable;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.worker.MessageScope;
import io.signetmail.ingress.mail.MailLog;
import io.signetmail.ingress.mail.MailMetrics;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.ingress.session.Login;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail of users the MTA has authenticated: checks that they may write as the author, then signs.
/// Thread-safe.
///
/// Never lets a message through unsigned. That it was signed is in the log before the MTA has the
/// signature: rotation takes a key out of DNS by what it reads there.
public final class OutboundSigning implements MilterFlow {
  private static final Logger LOG = LoggerFactory.getLogger(OutboundSigning.class);

  /// What happens to the message next, in its history.
  static final String BACK_TO_MTA = "mta";

  private static final Reply CANNOT_SIGN =
      Reply.of(451, "4.7.0", "cannot sign the message now, try again later");

  private final SigningKeys keys;
  private final DkimSigner signer;
  private final SigningOptions options;
  private final EventLog events;
  private final MailLog log;
  private final MailMetrics metrics;
  private final InstantSource clock;
  private final RandomGenerator random;

  /// Signs with these options.
  public OutboundSigning(
      SigningKeys keys,
      SigningOptions options,
      EventLog events,
      MailLog log,
      MailMetrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.keys = keys;
    this.signer = new DkimSigner(clock);
    this.options = options;
    this.events = events;
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public MilterAnswer decide(MilterMail mail) {
    var record =
        MailRecord.of(mail.id(), mail.envelope(), mail.message(), TraceContext.start(random));
    try (var _ = MessageScope.of(record)) {
      var answer = check(mail);
      metrics.answered(
          ListenerKind.MILTER,
          switch (answer) {
            case MilterAnswer.Refused(var reply) -> reply;
            case MilterAnswer.Taken(var id, var _) -> Replies.accepted(id.value());
          });
      return answer;
    }
  }

  private MilterAnswer check(MilterMail mail) {
    var message = ParsedMessage.of(mail.message());
    var author = AuthorDomain.of(message);
    if (!(author instanceof AuthorDomain.Single(var _, var domain))) {
      return refuse(mail, null, Replies.badFrom(author.problem()));
    }
    var obstacle = DkimSigner.obstacle(message);
    if (obstacle.isPresent()) {
      return refuse(mail, domain, Replies.unsignable(obstacle.get().detail()));
    }
    var login = mail.login().filter(l -> l.covers(domain));
    if (login.isEmpty()) {
      return refuse(mail, domain, Replies.notGranted("From domain", domain.toString()));
    }
    return find(mail, message, domain, login.get());
  }

  private MilterAnswer find(
      MilterMail mail, ParsedMessage message, DomainName author, Login.Granted login) {
    return switch (keys.find(login.user(), author)) {
      case SigningKeys.Answer.Keys(var found) -> sign(mail, message, author, found);
      case SigningKeys.Answer.NoKey(var reason) -> refuse(mail, author, noKey(author, reason));
      case SigningKeys.Answer.Unavailable(var reason) -> defer(mail, CANNOT_SIGN, reason);
    };
  }

  private static Reply noKey(DomainName author, String reason) {
    return Reply.of(
        550,
        "5.7.1",
        "no DKIM key signs for this user at " + author + " (" + reason + "), activate one");
  }

  private MilterAnswer sign(
      MilterMail mail, ParsedMessage message, DomainName author, List<SigningKey> found) {
    SigningResult result;
    try {
      result = signer.sign(message, found, options);
    } catch (RemoteKeyUnavailable e) {
      return defer(mail, CANNOT_SIGN, String.valueOf(e.getMessage()));
    }
    return switch (result) {
      case SigningResult.Refused(var problem) ->
          refuse(mail, author, Replies.unsignable(problem.detail()));
      case SigningResult.Signed signed -> take(mail, author, found, signed);
    };
  }

  private MilterAnswer take(
      MilterMail mail, DomainName author, List<SigningKey> found, SigningResult.Signed signed) {
    var problem = events.write(steps(mail, author, found));
    if (!problem.isEmpty()) {
      return defer(mail, Replies.CANNOT_STORE, problem);
    }
    LOG.info(
        "signed by {} for {} of {}, MTA's id {}, {} octets",
        found,
        mail.envelope().user(),
        author,
        mail.queueId(),
        mail.envelope().size());
    return new MilterAnswer.Taken(mail.id(), HeaderChanges.insertions(signed.headerFields()));
  }

  private List<MailEvent> steps(MilterMail mail, DomainName author, List<SigningKey> found) {
    var envelope = mail.envelope();
    var steps = new ArrayList<MailEvent>();
    steps.add(
        new MailEvent.Accepted(
            MailEvent.VERSION,
            mail.id().value(),
            envelope.receivedAt(),
            envelope.listener(),
            envelope.client().address(),
            envelope.user(),
            envelope.mailFrom(),
            envelope.recipients().stream().map(Envelope.Recipient::address).toList(),
            author.toString(),
            envelope.size(),
            BACK_TO_MTA));
    for (var key : found) {
      steps.add(
          new MailEvent.Signed(
              MailEvent.VERSION,
              mail.id().value(),
              clock.instant(),
              key.domain().toString(),
              key.selector().toString(),
              key.algorithm().tag()));
    }
    return steps;
  }

  private MilterAnswer refuse(MilterMail mail, @Nullable DomainName author, Reply reply) {
    var envelope = mail.envelope();
    log.history(
        new MailEvent.Refused(
            MailEvent.VERSION,
            mail.id().value(),
            envelope.receivedAt(),
            envelope.listener(),
            envelope.client().address(),
            envelope.user(),
            envelope.mailFrom(),
            author == null ? null : author.toString(),
            reply.toString()));
    LOG.info("refused from {}: {}", envelope.user(), reply);
    return new MilterAnswer.Refused(reply);
  }

  private static MilterAnswer defer(MilterMail mail, Reply reply, String reason) {
    LOG.warn("deferred from {}: {}", mail.envelope().user(), reason);
    return new MilterAnswer.Refused(reply);
  }
}
