package io.signetmail.keys.api;

import io.signetmail.keys.tokens.Actor;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who makes the current request.
@RequestScoped
class Caller {
  private @Nullable Actor actor;

  Actor actor() {
    var known = actor;
    if (known == null) {
      throw new IllegalStateException("nobody was authenticated for this call");
    }
    return known;
  }

  void is(Actor caller) {
    actor = caller;
  }
}
