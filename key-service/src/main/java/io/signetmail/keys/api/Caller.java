package io.signetmail.keys.api;

import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.tokens.Token;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who makes the current request.
@RequestScoped
class Caller {
  private @Nullable Token token;

  Actor actor() {
    return token().actor();
  }

  /// Whose token it is, however it is called.
  String tokenId() {
    return token().id();
  }

  void is(Token caller) {
    token = caller;
  }

  private Token token() {
    var known = token;
    if (known == null) {
      throw new IllegalStateException("nobody was authenticated for this call");
    }
    return known;
  }
}
