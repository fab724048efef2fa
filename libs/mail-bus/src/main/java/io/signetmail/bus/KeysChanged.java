package io.signetmail.bus;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// Something about a domain or a user changed at key-service; the value on `keys.changed`.
///
/// The topic is compacted by {@link #key()}, so a reader that starts late still learns the newest
/// version of each. It says that something changed, never what: keys do not travel through Kafka.
///
/// @param key `domain:<a-label>` or `user:<name>`
/// @param version grows with every change of that key
public record KeysChanged(int v, String key, long version, Instant at) {
  public static final int VERSION = 1;

  public KeysChanged {
    requireNonNull(key, "key");
  }

  /// Prefix of a key that names a domain.
  public static final String DOMAIN = "domain:";

  /// Prefix of a key that names a user.
  public static final String USER = "user:";
}
