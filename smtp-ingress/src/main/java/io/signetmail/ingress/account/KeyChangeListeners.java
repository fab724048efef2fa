package io.signetmail.ingress.account;

import io.signetmail.bus.kafka.KeyChanges;
import java.util.List;

/// Tells several caches of each change.
public record KeyChangeListeners(List<KeyChanges.Listener> caches) implements KeyChanges.Listener {

  /// Copies the list.
  public KeyChangeListeners {
    caches = List.copyOf(caches);
  }

  @Override
  public void domainChanged(String domain) {
    caches.forEach(c -> c.domainChanged(domain));
  }

  @Override
  public void userChanged(String user) {
    caches.forEach(c -> c.userChanged(user));
  }

  @Override
  public void everythingMayHaveChanged() {
    caches.forEach(KeyChanges.Listener::everythingMayHaveChanged);
  }
}
