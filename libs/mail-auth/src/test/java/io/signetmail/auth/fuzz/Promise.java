package io.signetmail.auth.fuzz;

import java.util.Objects;

/// What a fuzz target asserts. Its own few methods: they run a million times a minute.
final class Promise {
  private Promise() {}

  static void that(boolean kept, String promise) {
    if (!kept) {
      throw new AssertionError(promise);
    }
  }

  static void equal(Object actual, Object expected, String promise) {
    if (!Objects.equals(actual, expected)) {
      throw new AssertionError(promise + ": " + actual + " instead of " + expected);
    }
  }
}
