package io.signetmail.ingress.milter;

import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dns.DomainName;
import java.util.List;

/// Port: the keys that sign for a user and a sender domain. May block.
@FunctionalInterface
public interface SigningKeys {

  /// What is known about them.
  sealed interface Answer {
    /// Keys to sign with, one for each signature.
    record Keys(List<SigningKey> keys) implements Answer {
      /// Copies the list.
      public Keys {
        keys = List.copyOf(keys);
      }
    }

    /// There is none, or the user may not use it.
    record NoKey(String reason) implements Answer {}

    /// It cannot be found out now.
    record Unavailable(String reason) implements Answer {}
  }

  /// Finds.
  Answer find(String user, DomainName author);
}
