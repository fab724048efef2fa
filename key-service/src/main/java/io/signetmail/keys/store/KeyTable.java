package io.signetmail.keys.store;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.users.UserName;
import java.util.List;
import java.util.Optional;

/// DKIM keys, sorted by selector within their domain.
public interface KeyTable {
  Optional<SigningKey> find(SigningKey.Id id);

  List<SigningKey> list(MailDomain domain);

  /// How many {@link #list} would give.
  long count(MailDomain domain);

  List<SigningKey> ofUser(UserName user);

  void add(SigningKey key, Change change);

  /// Keeps the new state. A private half only goes, it never changes: its seal may be newer than
  /// the one the caller has read.
  void replace(SigningKey key, Change change);

  void remove(SigningKey.Id id, Change change);
}
