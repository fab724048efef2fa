package io.signetmail.keys.evidence;

import io.signetmail.bus.KeyUsage;
import io.signetmail.keys.signingkeys.SigningKey;
import java.time.Instant;
import java.util.Optional;

/// What `keys.usage` said last. Safe for many threads.
public interface UsageFeed {
  /// Empty when nobody ever said anything about the key.
  Optional<KeyUsage> of(SigningKey.Id key);

  /// When the feed last said that it is complete: what it had not mentioned until then was unused.
  Optional<Instant> completeAt();
}
