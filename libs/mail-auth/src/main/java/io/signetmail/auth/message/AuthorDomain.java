package io.signetmail.auth.message;

import io.signetmail.auth.dns.DomainName;
import java.util.List;

/// The domain of the RFC5322.From address, the one DMARC protects (RFC 9989 §3.2.2), or why there
/// is none.
///
/// Everything but {@link Single} is refused by policy (design rule), never treated as "no DMARC":
/// what a receiver cannot read in one way, a mail program may show in another.
public sealed interface AuthorDomain {

  /// One domain; `address` is the first of the addresses, which all share it.
  record Single(MailboxAddress address, DomainName domain) implements AuthorDomain {}

  /// No From field; RFC 5322 §3.6 wants exactly one.
  record Missing() implements AuthorDomain {}

  /// More than one From field (RFC 5322 §3.6).
  record SeveralFields(int count) implements AuthorDomain {}

  /// One From field with addresses in more than one domain (RFC 9989 §11.5).
  record SeveralDomains(List<DomainName> domains) implements AuthorDomain {
    public SeveralDomains {
      domains = List.copyOf(domains);
    }
  }

  /// Only groups without a member, such as `undisclosed:;` (RFC 6854 §4).
  record EmptyGroup() implements AuthorDomain {}

  /// A From field that is no RFC 5322 §3.4 address list, or that two readers could read in two
  /// ways.
  record Malformed(String reason) implements AuthorDomain {}

  static AuthorDomain of(ParsedMessage message) {
    return FromField.read(message);
  }

  /// Why there is no single domain, in words for a log line or a reply; empty for {@link Single}.
  default String problem() {
    return switch (this) {
      case Single _ -> "";
      case Missing _ -> "no From field";
      case SeveralFields(var count) -> count + " From fields";
      case SeveralDomains(var domains) -> "From names " + domains.size() + " domains";
      case EmptyGroup _ -> "From is a group without an address";
      case Malformed(var reason) -> "From cannot be read: " + reason;
    };
  }
}
