package io.signetmail.auth.message;

import io.signetmail.auth.dns.DomainName;
import java.util.Objects;

/// `local@domain` of one mailbox (RFC 5322 §3.4.1), the local part unquoted, the domain in
/// A-labels.
public record MailboxAddress(String localPart, DomainName domain) {

  public MailboxAddress {
    Objects.requireNonNull(localPart);
    Objects.requireNonNull(domain);
  }

  @Override
  public String toString() {
    return (isDotAtom() ? localPart : quoted()) + "@" + domain;
  }

  private boolean isDotAtom() {
    return !localPart.isEmpty() && localPart.codePoints().allMatch(c -> AddressScanner.isAtext(c));
  }

  private String quoted() {
    return '"' + localPart.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
