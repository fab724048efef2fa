package io.signetmail.auth.spf;

/// What trying one mechanism came to (RFC 7208 §4.6.2).
sealed interface Trial {
  record Match() implements Trial {}

  record NoMatch() implements Trial {}

  /// The whole check ends here.
  record Stop(SpfProblem problem) implements Trial {}

  Trial MATCH = new Match();
  Trial NO_MATCH = new NoMatch();

  static Trial of(boolean matches) {
    return matches ? MATCH : NO_MATCH;
  }
}
