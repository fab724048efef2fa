package io.signetmail.keys.rewrap;

import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.vault.Sealed;

/// A secret of the database, and whose it is.
public sealed interface SealedRow {
  Sealed sealed();

  record OfKey(SigningKey.Id id, Sealed sealed) implements SealedRow {}

  record OfUser(UserName user, Sealed sealed) implements SealedRow {}
}
