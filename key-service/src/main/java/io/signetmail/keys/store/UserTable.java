package io.signetmail.keys.store;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.users.User;
import io.signetmail.keys.users.UserName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Users and what they are granted, sorted by name.
public interface UserTable {
  Optional<User> find(UserName name);

  List<User> list(Page page);

  /// Adds the user, or replaces what is kept of it.
  void put(User user, Change change);

  /// Removes the user and its grants.
  void remove(UserName name, Change change);

  /// A removed domain does not count, here and below.
  List<MailDomain> grants(UserName user);

  /// Everything the user was granted and may send as again when a removed domain comes back.
  List<MailDomain> heldGrants(UserName user);

  /// Those of the domains the user is granted.
  List<MailDomain> grantedAmong(UserName user, Collection<MailDomain> domains);

  /// Counts for a removed domain too.
  List<UserName> grantedTo(MailDomain domain);

  void grant(UserName user, MailDomain domain, Change change);

  void revoke(UserName user, MailDomain domain, Change change);
}
