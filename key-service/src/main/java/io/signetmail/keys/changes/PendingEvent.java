package io.signetmail.keys.changes;

import io.signetmail.bus.KeysChanged;

/// A record that waits in the outbox for its topic.
public record PendingEvent(String topic, KeysChanged event) {}
