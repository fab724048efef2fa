package io.signetmail.auth.policy;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dns.DomainName;
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

  /// `random` draws the sample for RFC 7489 `pct` where the caller does not.
  public LocalPolicy(PolicySettings settings, RandomGenerator random) {
    this.settings = settings;
    this.indirectMail = new IndirectMail(settings.trusted());
    this.random = random;
  }

  /// As the other one, for a caller that does not look up the client's name.
  public Decision decide(Authentication found, String messageId) {
    return decide(PolicyInput.of(found, ClientNames.NONE, random.nextInt(EVERYBODY)), messageId);
  }

  /// `messageId` is our own id of the message: it goes into the reply, where the sender's
  /// postmaster finds it.
  public Decision decide(PolicyInput input, String messageId) {
    if (input.author().isEmpty()) {
      return badFrom(input.fromProblem(), messageId);
    }
    var author = input.author().get();
    return switch (input.dmarc()) {
      case DmarcFinding.Settled _ -> new Decision.Accept(List.of());
      case DmarcFinding.Undecided undecided -> undecided(undecided, author, messageId);
      case DmarcFinding.Failed failed -> failed(failed, input, author, messageId);
    };
  }

  /// Refused in every mode: what cannot be read in one way protects nobody, and a mail program
  /// shows something all the same.
  private Decision badFrom(String problem, String messageId) {
    if (!settings.refuseBadFrom()) {
      return new Decision.Accept(List.of());
    }
    var text = "The From header field must name exactly one domain (" + problem + ")";
    return new Decision.Refuse(reply(550, "5.7.1", text, messageId), problem);
  }

  private Decision undecided(
      DmarcFinding.Undecided undecided, DomainName author, String messageId) {
    var wait = !undecided.policyUnknown() || settings.deferUnknownPolicy();
    if (settings.mode() == PolicyMode.MONITOR || !wait || !undecided.decisive()) {
      return new Decision.Accept(List.of());
    }
    var text = "The DMARC policy of " + author + " cannot be checked now, try again later";
    return new Decision.Defer(reply(451, "4.7.0", text, messageId), undecided.reason());
  }

  private Decision failed(
      DmarcFinding.Failed failed, PolicyInput input, DomainName author, String messageId) {
    var overrides = new ArrayList<PolicyOverride>(1);
    var wanted = failed.effective();
    if (wanted != failed.requested()) {
      overrides.add(
          new PolicyOverride(PolicyOverride.Type.POLICY_TEST_MODE, "t=y")); // RFC 9989 §4.7
    }
    if (failed.sample() >= failed.percent()) {
      overrides.add(new PolicyOverride(PolicyOverride.Type.SAMPLED_OUT, "pct=" + failed.percent()));
      wanted = failed.spared(); // RFC 7489 §6.6.4
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
        yield apply(DmarcPolicy.QUARANTINE, author, overrides, messageId);
      }
      case ENFORCE -> enforce(wanted, input, author, overrides, messageId);
    };
  }

  /// Evidence of indirect mail turns refusing into quarantine; what is to be quarantined stays so.
  private Decision enforce(
      DmarcPolicy wanted,
      PolicyInput input,
      DomainName author,
      List<PolicyOverride> overrides,
      String messageId) {
    Optional<PolicyOverride> evidence =
        wanted == DmarcPolicy.REJECT ? indirectMail.evidence(input) : Optional.empty();
    if (evidence.isPresent()) {
      overrides.add(evidence.get());
      return apply(DmarcPolicy.QUARANTINE, author, overrides, messageId);
    }
    if (wanted == DmarcPolicy.REJECT && indirectMail.mayBeMissing(input)) {
      var text = "The name of " + input.client().getHostAddress() + " cannot be checked now";
      return new Decision.Defer(
          reply(451, "4.7.0", text + ", try again later", messageId),
          "DNS for the client's name: it might be a trusted forwarder");
    }
    return apply(wanted, author, overrides, messageId);
  }

  private static Decision apply(
      DmarcPolicy policy, DomainName author, List<PolicyOverride> overrides, String messageId) {
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
