package io.signetmail.bench.auth;

import org.jspecify.annotations.Nullable;

/// Where results go, so that no compiler may leave out the work that made them.
final class Kept {
  private static volatile @Nullable Object last;

  private Kept() {}

  static void keep(Object result) {
    last = result;
  }

  static boolean any() {
    return last != null;
  }
}
