package io.signetmail.signer.keys;

import io.signetmail.auth.dkim.SigningKey;
import java.util.List;

/// What is known about the keys of a user and a domain.
public sealed interface KeyAnswer {
  /// Keys to sign with, one for each signature.
  record Keys(List<SigningKey> keys) implements KeyAnswer {
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /// There is none, or the user may not use it.
  record NoKey(String reason) implements KeyAnswer {}

  /// It cannot be found out now.
  record Unavailable(String reason) implements KeyAnswer {}
}
