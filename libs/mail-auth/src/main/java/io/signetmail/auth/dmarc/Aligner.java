package io.signetmail.auth.dmarc;

import io.signetmail.auth.dmarc.IdentifierAlignment.Alignment;
import io.signetmail.auth.dns.DomainName;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compares identifiers with one author domain (RFC 9989 §4.10.2). For one evaluation.
final class Aligner {
  private final DomainName author;
  private final OrganizationalDomains organizational;
  private final Map<DomainName, Alignment> relaxed = new HashMap<>();
  private OrganizationalDomains.@Nullable Answer ofAuthor;

  Aligner(DomainName author, OrganizationalDomains organizational) {
    this.author = author;
    this.organizational = organizational;
  }

  Alignment align(DomainName identifier, AlignmentMode mode) {
    if (identifier.equals(author)) {
      return Alignment.ALIGNED;
    }
    return switch (mode) {
      case STRICT -> Alignment.NOT_ALIGNED;
      case RELAXED -> relaxed.computeIfAbsent(identifier, this::relaxed);
    };
  }

  private Alignment relaxed(DomainName identifier) {
    // An organizational domain both share would end in a label both end in.
    if (!identifier.rightmost(1).equals(author.rightmost(1))) {
      return Alignment.NOT_ALIGNED;
    }
    var mine = ofAuthor;
    if (mine == null) {
      mine = organizational.of(author);
      ofAuthor = mine;
    }
    if (!(mine instanceof OrganizationalDomains.Answer.Is(var domain))) {
      return Alignment.UNKNOWN;
    }
    if (!identifier.isSameOrSubdomainOf(domain)) {
      return Alignment.NOT_ALIGNED; // whatever its own is, it is not this one
    }
    return switch (organizational.of(identifier)) {
      case OrganizationalDomains.Answer.Is(var other) ->
          other.equals(domain) ? Alignment.ALIGNED : Alignment.NOT_ALIGNED;
      case OrganizationalDomains.Answer.Unknown _ -> Alignment.UNKNOWN;
    };
  }
}
