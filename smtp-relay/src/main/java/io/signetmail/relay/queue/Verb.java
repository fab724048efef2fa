package io.signetmail.relay.queue;

import java.util.Arrays;
import java.util.Optional;

/// What an operator can do to waiting recipients. Those being tried right now are left alone.
public enum Verb {
  /// Try now, held or not.
  RETRY("retry"),
  /// Do not try until told.
  HOLD("hold"),
  /// Never try again and tell nobody.
  DROP("drop");

  private final String keyword;

  Verb(String keyword) {
    this.keyword = keyword;
  }

  public String keyword() {
    return keyword;
  }

  public static Optional<Verb> named(String keyword) {
    return Arrays.stream(values()).filter(verb -> verb.keyword.equals(keyword)).findFirst();
  }
}
