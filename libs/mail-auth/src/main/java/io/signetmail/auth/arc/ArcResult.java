package io.signetmail.auth.arc;

import java.util.List;
import java.util.Optional;

/// Chain Validation Status of a message (RFC 8617 §4.4).
public sealed interface ArcResult {

  /// No ARC field at all.
  record None() implements ArcResult {}

  /// `hops` from the oldest (1) to the newest; `oldestPass` as RFC 8617 §5.2 step 5 counts it, 0
  /// when every message signature still verifies.
  record Pass(int oldestPass, List<ArcHop> hops) implements ArcResult {
    public Pass {
      hops = List.copyOf(hops);
      if (hops.isEmpty()) {
        throw new IllegalArgumentException("a chain that passes has a set");
      }
    }

    public ArcHop newest() {
      return hops.getLast();
    }
  }

  /// For good, whatever went wrong (RFC 8617 §5.2.1).
  record Fail(String reason) implements ArcResult {}

  /// Keyword for `arc=` in Authentication-Results and for `cv=` (RFC 8617 §4.4).
  default String keyword() {
    return switch (this) {
      case None _ -> "none";
      case Pass _ -> "pass";
      case Fail _ -> "fail";
    };
  }

  /// The chain, when there is one that passes.
  default Optional<Pass> passed() {
    return this instanceof Pass pass ? Optional.of(pass) : Optional.empty();
  }
}
