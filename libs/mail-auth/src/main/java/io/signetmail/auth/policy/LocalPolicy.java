package io.signetmail.auth.policy;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.dmarc.DmarcEvaluation;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcProblem;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.AuthorDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides about messages for recipients of one policy. Holds no state; safe for many threads as
/// far as its random generator is.
public final class LocalPolicy {
  private static final int EVERYBODY = 100;

  private final PolicySettings settings;
  private final IndirectMail indirectMail;
  private final RandomGenerator random;

  /// `random` is asked only for RFC 7489 records with `pct` below 100.
  public LocalPolicy(PolicySettings settings, RandomGenerator random) {
    this.settings = settings;
    this.indirectMail = new IndirectMail(settings.trusted());
    this.random = random;
  }

  /// `messageId` is our own id of the message: it goes into the reply, where the sender's
  /// postmaster finds it.
  public Decision decide(Authentication found, String messageId) {
    if (!(found.author() instanceof AuthorDomain.Single(_, var author))) {
      return badFrom(found.author(), messageId);
    }
    return switch (found.dmarc()) {
      case DmarcResult.Pass _, DmarcResult.None _, DmarcResult.PermError _ ->
          new Decision.Accept(List.of());
      case DmarcResult.TempError undecided -> undecided(undecided, author, messageId);
      case DmarcResult.Fail(var evaluation) -> failed(evaluation, found, messageId);
    };
  }

  /// Refused in every mode: what cannot be read in one way protects nobody, and a mail program
  /// shows something all the same.
  private Decision badFrom(AuthorDomain author, String messageId) {
    if (!settings.refuseBadFrom()) {
      return new Decision.Accept(List.of());
    }
    var text = "The From header field must name exactly one domain (" + author.problem() + ")";
    return new Decision.Refuse(reply(550, "5.7.1", text, messageId), author.problem());
  }

  private Decision undecided(DmarcResult.TempError undecided, DomainName author, String messageId) {
    var wait =
        switch (undecided.problem()) {
          case DmarcProblem.PolicyUnavailable _ -> settings.deferUnknownPolicy();
          case DmarcProblem.ExistenceUnknown _, DmarcProblem.IdentifiersUndecided _ -> true;
        };
    if (settings.mode() == PolicyMode.MONITOR || !wait || !undecided.isDecisionOpen()) {
      return new Decision.Accept(List.of());
    }
    var text = "The DMARC policy of " + author + " cannot be checked now, try again later";
    return new Decision.Defer(reply(451, "4.7.0", text, messageId), undecided.problem().describe());
  }

  private Decision failed(DmarcEvaluation evaluation, Authentication found, String messageId) {
    var policy = evaluation.policy();
    var overrides = new ArrayList<PolicyOverride>(1);
    var wanted = policy.effective();
    if (wanted != policy.requested()) {
      overrides.add(
          new PolicyOverride(PolicyOverride.Type.POLICY_TEST_MODE, "t=y")); // RFC 9989 §4.7
    }
    if (policy.percent() < EVERYBODY && random.nextInt(EVERYBODY) >= policy.percent()) {
      overrides.add(new PolicyOverride(PolicyOverride.Type.SAMPLED_OUT, "pct=" + policy.percent()));
      wanted = policy.sampledOut(); // RFC 7489 §6.6.4
    }
    if (wanted == DmarcPolicy.NONE) {
      return new Decision.Accept(overrides);
    }
    return switch (settings.mode()) {
      case MONITOR -> {
        overrides.add(new PolicyOverride(PolicyOverride.Type.LOCAL_POLICY, "monitor mode"));
        yield new Decision.Accept(overrides);
      }
      case QUARANTINE -> {
        if (wanted == DmarcPolicy.REJECT) {
          overrides.add(new PolicyOverride(PolicyOverride.Type.LOCAL_POLICY, "quarantine mode"));
        }
        yield apply(DmarcPolicy.QUARANTINE, evaluation, overrides, messageId);
      }
      case ENFORCE ->
          apply(
              softened(wanted, indirectMail.evidence(found), overrides),
              evaluation,
              overrides,
              messageId);
    };
  }

  /// Evidence of indirect mail turns refusing into quarantine; what is to be quarantined stays so.
  private static DmarcPolicy softened(
      DmarcPolicy wanted, Optional<PolicyOverride> evidence, List<PolicyOverride> overrides) {
    if (wanted != DmarcPolicy.REJECT || evidence.isEmpty()) {
      return wanted;
    }
    overrides.add(evidence.get());
    return DmarcPolicy.QUARANTINE;
  }

  private static Decision apply(
      DmarcPolicy policy,
      DmarcEvaluation evaluation,
      List<PolicyOverride> overrides,
      String messageId) {
    var author = evaluation.authorDomain();
    return switch (policy) {
      case NONE -> new Decision.Accept(overrides);
      case QUARANTINE -> new Decision.Quarantine("DMARC policy of " + author, overrides);
      case REJECT ->
          new Decision.Refuse(
              reply(550, "5.7.1", "The message violates the DMARC policy of " + author, messageId),
              "DMARC policy of " + author);
    };
  }

  private static SmtpReply reply(int code, String enhanced, String text, String messageId) {
    return new SmtpReply(code, enhanced, text + " (<" + messageId + ">)");
  }
}
