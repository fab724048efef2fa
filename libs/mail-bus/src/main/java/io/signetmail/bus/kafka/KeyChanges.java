package io.signetmail.bus.kafka;

import io.signetmail.bus.BusJson;
import io.signetmail.bus.KeysChanged;
import io.signetmail.bus.topic.Topic;

/// Tells a cache of keys, logins or grants what changed at key-service, within moments of the
/// change and whether or not key-service is still there.
public final class KeyChanges implements AutoCloseable {
  private final TailReader reader;

  /// What a cache does about a change. Called on the reader's thread; must not block.
  public interface Listener {
    void domainChanged(String domain);

    void userChanged(String user);

    /// Changes may have been missed.
    void everythingMayHaveChanged();
  }

  private KeyChanges(KafkaConnection connection, Listener listener) {
    this.reader =
        new TailReader(
            connection,
            Topic.KEYS_CHANGED,
            0,
            record ->
                BusJson.read(record.value(), KeysChanged.class)
                    .ifPresent(change -> tell(listener, change.key())),
            listener::everythingMayHaveChanged);
  }

  /// Starts to listen; returns at once, with Kafka or without.
  public static KeyChanges follow(KafkaConnection connection, Listener listener) {
    var changes = new KeyChanges(connection, listener);
    changes.reader.start();
    return changes;
  }

  public boolean isListening() {
    return reader.isListening();
  }

  private static void tell(Listener listener, String key) {
    if (key.startsWith(KeysChanged.DOMAIN)) {
      listener.domainChanged(key.substring(KeysChanged.DOMAIN.length()));
    } else if (key.startsWith(KeysChanged.USER)) {
      listener.userChanged(key.substring(KeysChanged.USER.length()));
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
