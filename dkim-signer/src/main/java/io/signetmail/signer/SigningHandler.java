package io.signetmail.signer;

import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.RemoteKeyUnavailable;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bus.MailEdit;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.Outcome;
import io.signetmail.bus.worker.TransactionHandler;
import io.signetmail.signer.keys.KeyAnswer;
import io.signetmail.signer.keys.KeyQuestion;
import io.signetmail.signer.keys.KeySource;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs one submitted message with the keys of its user and sender domain.
///
/// The sender domain is that of the single From address (design: who may send). A message of ours
/// to a sender (a bounce) leaves unsigned when the platform's own domain has no key: it must not be
/// lost.
final class SigningHandler implements TransactionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SigningHandler.class);

  /// Listener of mail that Signet itself wrote.
  private static final String OWN_MAIL = "dsn";

  private final KeySource keys;
  private final DkimSigner signer;
  private final SigningOptions options;
  private final String authservId;
  private final InstantSource clock;

  /// @param authservId name under which our Authentication-Results are believed
  SigningHandler(
      KeySource keys,
      DkimSigner signer,
      SigningOptions options,
      String authservId,
      InstantSource clock) {
    this.authservId = authservId;
    this.keys = keys;
    this.signer = signer;
    this.options = options;
    this.clock = clock;
  }

  @Override
  public Outcome handle(MailRecord mail) {
    var message = ParsedMessage.of(mail.message());
    var author = AuthorDomain.of(message);
    return author instanceof AuthorDomain.Single single
        ? sign(mail, message, single)
        : new Outcome.Dead("cannot be signed: " + author.problem());
  }

  private Outcome sign(MailRecord mail, ParsedMessage message, AuthorDomain.Single author) {
    var user = mail.envelope().user();
    if (user == null && !isOwn(mail)) {
      // Only our own mail is the platform's; whoever else forgot its user gets nobody's key.
      return new Outcome.Retry("no user in the envelope, so no key for " + author.domain());
    }
    var question = new KeyQuestion(user == null ? "" : user, author.domain());
    return switch (keys.find(question)) {
      case KeyAnswer.Keys(var found) -> signOrWait(mail, message, found);
      case KeyAnswer.NoKey(var reason) -> withoutKey(mail, author, reason);
      case KeyAnswer.Unavailable(var reason) -> new Outcome.Retry(reason);
    };
  }

  private static boolean isOwn(MailRecord mail) {
    return mail.envelope().listener().equals(OWN_MAIL);
  }

  private static Outcome withoutKey(MailRecord mail, AuthorDomain.Single author, String reason) {
    if (isOwn(mail)) {
      LOG.warn("{} has no key: our own mail leaves unsigned ({})", author.domain(), reason);
      return new Outcome.Emit(Topic.MAIL_OUTBOUND, mail, List.of());
    }
    return new Outcome.Retry("no key for " + author.domain() + ": " + reason);
  }

  private Outcome signOrWait(MailRecord mail, ParsedMessage message, List<SigningKey> found) {
    try {
      return sign(mail, message, found);
    } catch (RemoteKeyUnavailable e) {
      return new Outcome.Retry(String.valueOf(e.getMessage()));
    }
  }

  private Outcome sign(MailRecord mail, ParsedMessage submitted, List<SigningKey> found) {
    var removed = SubmittedFields.toRemove(submitted, found, authservId);
    var bytes =
        removed.isEmpty() ? mail.message() : new MailEdit("", removed).apply(mail.message());
    var message = removed.isEmpty() ? submitted : ParsedMessage.of(bytes);
    return switch (signer.sign(message, found, options)) {
      case SigningResult.Signed signed -> {
        var edit = new MailEdit(signed.headerFields(), List.of());
        var out = mail.withMessage(edit.apply(bytes));
        LOG.info("signed by {}", found);
        yield new Outcome.Emit(Topic.MAIL_OUTBOUND, out, events(mail, found));
      }
      case SigningResult.Refused refused ->
          new Outcome.Dead("cannot be signed: " + refused.problem());
    };
  }

  private List<MailEvent> events(MailRecord mail, List<SigningKey> found) {
    return found.stream()
        .<MailEvent>map(key ->
            new MailEvent.Signed(
                MailEvent.VERSION,
                mail.id().value(),
                clock.instant(),
                key.domain().toString(),
                key.selector().toString(),
                key.algorithm().tag()))
        .toList();
  }
}
