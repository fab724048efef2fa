package io.signetmail.auth.spf;

import io.signetmail.auth.dns.DomainName;
import java.util.Optional;

/// Whose right to send was checked (RFC 7208 §2.3, §2.4).
///
/// `sender` is the mailbox the check was done for, `domainText` its domain as given; `domain` is
/// empty when that is not a domain name with at least two labels.
public record SpfIdentity(
    Scope scope, String sender, String domainText, Optional<DomainName> domain) {
  /// The RFC 8601 §2.7.2 property of the identity.
  public enum Scope {
    HELO("helo"),
    MAIL_FROM("mailfrom");

    private final String property;

    Scope(String property) {
      this.property = property;
    }

    /// "helo" or "mailfrom", for `smtp.<property>=`.
    public String property() {
      return property;
    }
  }

  static SpfIdentity helo(String helo) {
    return of(Scope.HELO, "postmaster", helo);
  }

  static SpfIdentity mailFrom(ReversePath path, String helo) {
    return switch (path) {
      // RFC 7208 §2.4: the null path is checked as postmaster at the HELO name.
      case ReversePath.Null _ -> of(Scope.MAIL_FROM, "postmaster", helo);
      case ReversePath.Mailbox(var local, var domain) ->
          // RFC 7208 §4.3: without a local-part it is "postmaster".
          of(Scope.MAIL_FROM, local.isEmpty() ? "postmaster" : local, domain);
    };
  }

  private static SpfIdentity of(Scope scope, String localPart, String domain) {
    return new SpfIdentity(
        scope,
        localPart + '@' + domain,
        domain,
        // RFC 7208 §4.3: a malformed domain or a single label gives "none".
        DomainName.parse(domain).filter(name -> name.labelCount() > 1));
  }

  String localPart() {
    return sender.substring(0, sender.length() - domainText.length() - 1);
  }
}
