package io.signetmail.auth.dmarc;

import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Identifier;

/// One identifier and whether it is aligned with the author domain (RFC 9989 §4.4).
public record IdentifierAlignment(Identifier identifier, Alignment alignment) {
  public enum Alignment {
    ALIGNED,
    NOT_ALIGNED,
    /// DNS did not say what its organizational domain is.
    UNKNOWN
  }

  /// Passed, and aligned: this is what makes DMARC pass.
  public boolean passes() {
    return identifier.state() == AuthenticatedIdentifiers.State.PASS
        && alignment == Alignment.ALIGNED;
  }

  /// Might still turn out to pass.
  boolean isOpen() {
    return switch (identifier.state()) {
      case PASS -> alignment == Alignment.UNKNOWN;
      case UNDECIDED -> alignment != Alignment.NOT_ALIGNED;
      case NO_PASS -> false;
    };
  }
}
