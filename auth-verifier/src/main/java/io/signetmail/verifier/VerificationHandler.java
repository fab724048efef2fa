package io.signetmail.verifier;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.policy.Decision;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.bus.ByteRange;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.SmtpReply;
import io.signetmail.bus.Verdict;
import io.signetmail.bus.worker.VerdictHandler;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verifies one message and says what the edge is to do with it.
///
/// The same message gives the same verdict as long as DNS does, so a repeated question is harmless.
final class VerificationHandler implements VerdictHandler {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationHandler.class);

  private final MessageAuthenticator authenticator;
  private final PolicyDesk policy;
  private final Optional<Editions> editions;
  private final String authservId;
  private final String receiver;

  /// @param editions the older DMARC beside the one that decides; empty without its list
  /// @param authservId name under which our Authentication-Results are believed
  /// @param receiver our host name, for SPF's `%{r}`
  VerificationHandler(
      MessageAuthenticator authenticator,
      PolicyDesk policy,
      Optional<Editions> editions,
      String authservId,
      String receiver) {
    this.authenticator = authenticator;
    this.policy = policy;
    this.editions = editions;
    this.authservId = authservId;
    this.receiver = receiver;
  }

  @Override
  public Verdict verify(MailRecord mail, String requestId) {
    var message = ParsedMessage.of(mail.message());
    var found = authenticator.authenticate(message, client(mail.envelope()));
    var verdict = policy.decide(found, mail);
    var decision = verdict.decision();
    var rfc7489 = editions.flatMap(e -> e.compare(found));
    LOG.info("{} {}", found.dmarc().keyword(), describe(decision));
    return new Verdict(
        Verdict.VERSION,
        requestId,
        mail.id().value(),
        action(decision),
        reply(decision, found, mail),
        edit(message, found, decision),
        Facts.of(found, verdict, rfc7489));
  }

  private SmtpClient client(Envelope envelope) {
    return new SmtpClient(
        InetAddress.ofLiteral(envelope.client().address()),
        envelope.client().helo(),
        ReversePath.parse(envelope.mailFrom()),
        receiver);
  }

  private MailEdit edit(ParsedMessage message, Authentication found, Decision decision) {
    var removed = new ArrayList<>(DispositionField.in(message));
    ForgedResults.find(message, authservId)
        .forEach(range -> removed.add(new ByteRange(range.start(), range.end())));
    var results = decision.annotate(found.results(authservId)).toField();
    return new MailEdit(results + disposition(decision), removed);
  }

  private static String disposition(Decision decision) {
    return switch (decision) {
      case Decision.Quarantine(var reason, _) -> DispositionField.quarantine(reason);
      case Decision.Accept _, Decision.Refuse _, Decision.Defer _ -> "";
    };
  }

  private static Verdict.Action action(Decision decision) {
    return switch (decision) {
      case Decision.Accept _ -> Verdict.Action.ACCEPT;
      case Decision.Quarantine _ -> Verdict.Action.QUARANTINE;
      case Decision.Refuse _ -> Verdict.Action.REFUSE;
      case Decision.Defer _ -> Verdict.Action.DEFER;
    };
  }

  private static @Nullable SmtpReply reply(
      Decision decision, Authentication found, MailRecord mail) {
    return switch (decision) {
      case Decision.Accept _, Decision.Quarantine _ -> null;
      case Decision.Refuse(var reply, _) ->
          found.dmarc() instanceof DmarcResult.Fail(var evaluation)
              ? RefusalReply.of(found, evaluation, mail.id().value())
              : reply(reply);
      case Decision.Defer(var reply, _) -> reply(reply);
    };
  }

  private static SmtpReply reply(io.signetmail.auth.policy.SmtpReply reply) {
    return new SmtpReply(reply.code(), reply.enhancedCode(), reply.text());
  }

  private static String describe(Decision decision) {
    return switch (decision) {
      case Decision.Accept _ -> "accepted";
      case Decision.Quarantine(var reason, _) -> "quarantined: " + reason;
      case Decision.Refuse(_, var reason) -> "refused: " + reason;
      case Decision.Defer(_, var reason) -> "deferred: " + reason;
    };
  }
}
