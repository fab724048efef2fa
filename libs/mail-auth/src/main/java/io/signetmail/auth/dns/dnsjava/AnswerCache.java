package io.signetmail.auth.dns.dnsjava;

import java.time.Duration;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Finished lookups until their TTL ends, the least recently used leaving first.
///
/// Safe for many threads: sixteen parts, each with its own lock, its own share of the bytes and its
/// own order of use. No lock is held while anything waits.
final class AnswerCache {
  private static final int PARTS = 16;

  /// A lookup and the millisecond from which it is no longer true.
  record Entry(Lookup lookup, long expiresAtMillis) {}

  private final Part[] parts = new Part[PARTS];

  AnswerCache(long maxBytes) {
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part(maxBytes / PARTS);
    }
  }

  @Nullable Entry get(Question question, long nowMillis) {
    return part(question).get(question, nowMillis);
  }

  void put(Question question, Lookup lookup, Duration ttl, long nowMillis) {
    if (ttl.isPositive()) {
      part(question).put(question, new Entry(lookup, nowMillis + ttl.toMillis()));
    }
  }

  long bytes() {
    long sum = 0;
    for (var part : parts) {
      sum += part.bytes();
    }
    return sum;
  }

  private Part part(Question question) {
    int hash = question.hashCode();
    return parts[(hash ^ hash >>> 16) & PARTS - 1];
  }

  private static final class Part {
    private static final float LOAD = 0.75f;
    private final LinkedHashMap<Question, Entry> entries = new LinkedHashMap<>(16, LOAD, true);
    private final long maxBytes;
    private long bytes;

    Part(long maxBytes) {
      this.maxBytes = maxBytes;
    }

    synchronized @Nullable Entry get(Question question, long nowMillis) {
      var entry = entries.get(question);
      if (entry != null && entry.expiresAtMillis() <= nowMillis) {
        entries.remove(question);
        bytes -= cost(question, entry);
        return null;
      }
      return entry;
    }

    synchronized void put(Question question, Entry entry) {
      var previous = entries.put(question, entry);
      bytes += cost(question, entry) - (previous == null ? 0 : cost(question, previous));
      while (bytes > maxBytes && !entries.isEmpty()) {
        var eldest = entries.pollFirstEntry();
        bytes -= cost(eldest.getKey(), eldest.getValue());
      }
    }

    synchronized long bytes() {
      return bytes;
    }

    private static long cost(Question question, Entry entry) {
      return 160L + question.name().toString().length() + entry.lookup().bytes();
    }
  }
}
