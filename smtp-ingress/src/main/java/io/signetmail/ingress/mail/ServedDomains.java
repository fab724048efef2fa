package io.signetmail.ingress.mail;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.recipient.Directory;
import io.signetmail.ingress.recipient.Presence;
import io.signetmail.ingress.session.RecipientPolicy;
import io.signetmail.policy.PolicySource;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.Replies;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/// The MX listener's recipients: who exists in served domains, report mailboxes, and the postmaster
/// of this host. Thread-safe; blocks while the directory is asked.
public final class ServedDomains implements RecipientPolicy {
  private final Set<DomainName> served;
  private final Optional<DomainName> host;
  private final Routes routes;
  private final Directory directory;
  private final PolicySource policies;
  private final InstantSource clock;

  /// @param hostname ours: the domain of a bare postmaster
  public ServedDomains(
      Set<DomainName> served,
      String hostname,
      Routes routes,
      Directory directory,
      PolicySource policies,
      InstantSource clock) {
    this.served = Set.copyOf(served);
    this.host = DomainName.parse(hostname);
    this.routes = routes;
    this.directory = directory;
    this.policies = policies;
    this.clock = clock;
  }

  @Override
  public Decision decide(ForwardPath recipient) {
    return switch (recipient) {
      case ForwardPath.Postmaster _ -> accept(host); // RFC 5321 §4.5.1
      case ForwardPath.Address(var mailbox) -> decide(recipient, mailbox);
    };
  }

  private Decision decide(ForwardPath recipient, Mailbox mailbox) {
    if (mailbox.isLiteral()) {
      return new Decision.Refuse(Replies.LITERAL_RECIPIENT);
    }
    var domain = DomainName.parse(mailbox.domain());
    if (routes.isReport(mailbox.toString())) {
      return accept(domain);
    }
    if (domain.filter(served::contains).isEmpty()) {
      return new Decision.Refuse(Replies.RELAY_DENIED);
    }
    if (recipient.isRole()) {
      return accept(domain); // RFC 5321 §4.5.1, RFC 2142 §4: nobody is asked about these
    }
    return switch (directory.look(mailbox)) {
      case Presence.Known _ -> accept(domain);
      case Presence.Unknown(var why) -> new Decision.Refuse(Replies.cannotHaveMail(why));
      case Presence.Unreachable _ -> new Decision.Refuse(Replies.CANNOT_CHECK_RECIPIENT);
    };
  }

  private Decision accept(Optional<DomainName> domain) {
    var policy = policies.current().effective(domain.orElse(DomainName.ROOT), clock.instant());
    return new Decision.Accept(policy.id());
  }
}
