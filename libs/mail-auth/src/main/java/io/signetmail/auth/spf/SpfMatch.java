package io.signetmail.auth.spf;

import io.signetmail.auth.dns.DomainName;

/// The term that decided: its text as published, and whose record it stands in.
public record SpfMatch(String term, DomainName publishedBy) {
  static SpfMatch defaultResult(DomainName publishedBy) {
    return new SpfMatch("default", publishedBy);
  }

  @Override
  public String toString() {
    return term + " of " + publishedBy;
  }
}
