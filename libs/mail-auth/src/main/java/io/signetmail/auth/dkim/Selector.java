package io.signetmail.auth.dkim;

import io.signetmail.auth.dns.DomainName;
import java.util.Optional;

/// A selector (RFC 6376 §3.1): one or more labels below `_domainkey`, in lower case, as A-labels.
public record Selector(DomainName name) {

  public static Optional<Selector> parse(String text) {
    return DomainName.parse(text).filter(name -> !name.isRoot()).map(Selector::new);
  }

  public static Selector of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a selector"));
  }

  /// RFC 6376 §3.6.2.1: where the key record is; empty when that name would be too long.
  public Optional<DomainName> keyName(DomainName domain) {
    return domain.prepend(name + "._domainkey");
  }

  @Override
  public String toString() {
    return name.toString();
  }
}
