/// Domains, users, grants and DKIM keys of a mail platform, over REST and PostgreSQL.
///
/// One request reads like: resource (`api`) → service of the concept (`domains`, `users`,
/// `signingkeys`, `tokens`) → one transaction of the `store`. A mutation of the store takes the
/// [io.signetmail.keys.changes.Change] it makes, so a row never changes without its audit row and
/// its `keys.changed` event.
@NullMarked
package io.signetmail.keys;

import org.jspecify.annotations.NullMarked;
