package io.signetmail.ingress.mail;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.ingress.session.RecipientPolicy;
import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.Replies;
import java.util.Set;

/// The MX listener's recipients: served domains, report mailboxes, and the postmaster of this host.
public final class ServedDomains implements RecipientPolicy {
  private static final Decision ONE_POLICY = new Decision.Accept("default");

  private final Set<DomainName> served;
  private final Routes routes;

  /// Serves these.
  public ServedDomains(Set<DomainName> served, Routes routes) {
    this.served = Set.copyOf(served);
    this.routes = routes;
  }

  @Override
  public Decision decide(ForwardPath recipient) {
    return switch (recipient) {
      case ForwardPath.Postmaster _ -> ONE_POLICY; // RFC 5321 §4.5.1
      case ForwardPath.Address(var mailbox) -> decide(mailbox);
    };
  }

  private Decision decide(Mailbox mailbox) {
    if (mailbox.isLiteral()) {
      return new Decision.Refuse(Replies.LITERAL_RECIPIENT);
    }
    boolean known =
        routes.isReport(mailbox.toString())
            || DomainName.parse(mailbox.domain()).filter(served::contains).isPresent();
    return known ? ONE_POLICY : new Decision.Refuse(Replies.RELAY_DENIED);
  }
}
