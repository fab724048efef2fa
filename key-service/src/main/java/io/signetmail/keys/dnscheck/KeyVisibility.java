package io.signetmail.keys.dnscheck;

import io.signetmail.keys.signingkeys.SigningKey;

/// Looks whether every verifier will find a key, past all caches. Blocking; safe for many threads.
public interface KeyVisibility {
  Sighting look(SigningKey key);
}
