package io.signetmail.keys.signingkeys;

import io.signetmail.keys.users.UserName;
import java.util.Optional;

/// What a caller asks for when it asks for a key.
///
/// @param selector empty: the template names it
/// @param user empty: for every user granted the domain
public record NewKey(Optional<Selector> selector, Optional<UserName> user, Source source) {
  /// Where the key comes from.
  public sealed interface Source {
    record Generated(KeyAlgorithm algorithm) implements Source {}

    /// @param algorithm what the caller says it is, if it says anything
    record Imported(String pem, Optional<String> passphrase, Optional<KeyAlgorithm> algorithm)
        implements Source {
      @Override
      public String toString() {
        return "Imported[secret]";
      }
    }
  }
}
