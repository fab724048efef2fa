package io.signetmail.policy;

import java.io.Serial;

/// A policy file that cannot be used; the message names file, line, key and what is wrong there.
public final class BadPolicy extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  BadPolicy(String message) {
    super(message);
  }
}
