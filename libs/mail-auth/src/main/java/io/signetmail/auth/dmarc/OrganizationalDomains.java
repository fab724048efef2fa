package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;

/// Finds organizational domains, one way or the other, for one evaluation.
sealed interface OrganizationalDomains {
  /// The organizational domain, or the DNS question that stayed open.
  sealed interface Answer {
    record Is(DomainName domain) implements Answer {}

    record Unknown(DomainName asked, String reason) implements Answer {}
  }

  Answer of(DomainName domain);

  /// RFC 9989 §4.10.2.
  record ByTreeWalk(RecordLookup records) implements OrganizationalDomains {
    @Override
    public Answer of(DomainName domain) {
      var walk = TreeWalk.from(domain, records);
      return walk.broken()
          .<Answer>map(step -> new Answer.Unknown(step.domain(), step.reason()))
          .orElseGet(() -> new Answer.Is(walk.organizationalDomain()));
    }
  }

  /// RFC 7489 §3.2; a public suffix is its own.
  record ByPublicSuffixList(PublicSuffixList list) implements OrganizationalDomains {
    @Override
    public Answer of(DomainName domain) {
      return new Answer.Is(list.registrableDomain(domain).orElse(domain));
    }
  }
}
