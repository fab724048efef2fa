package io.signetmail.keys.changes;

import java.time.Instant;

/// The `keys.changed` event: forget what you cached about this subject if it is older than this
/// version. The topic is compacted by the key, so the newest version of every subject stays.
public record KeysChanged(Subject subject, long version, Instant at) {
  public static final String TOPIC = "keys.changed";

  public String key() {
    return subject.key();
  }

  /// Version 1 of the JSON value.
  public String json() {
    return "{\"v\":1,\"key\":%s,\"version\":%d,\"at\":\"%s\"}".formatted(quoted(key()), version, at);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
