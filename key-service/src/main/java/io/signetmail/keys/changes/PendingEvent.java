package io.signetmail.keys.changes;

/// A record that waits in the outbox for its topic.
public record PendingEvent(String topic, String key, String value) {}
