package io.signetmail.ingress.http;

import io.signetmail.bus.MessageId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Remembers which Idempotency-Key led to which message, so that a request that is sent twice is
/// one message. Thread-safe; for a day, for so many keys, in this process.
final class RepeatedRequests {
  private static final Duration KEPT = Duration.ofHours(24);
  private static final int CAPACITY = 50_000;

  /// What a key stands for.
  sealed interface Begun {
    /// Nobody has used it: whoever asked now has it, until {@link #done} or {@link #failed}.
    record Ours() implements Begun {}

    /// The same request was accepted before.
    record Accepted(MessageId id) implements Begun {}

    /// The same request is under way.
    record Busy() implements Begun {}

    /// It was used for something else.
    record Other() implements Begun {}
  }

  /// Keys of one user are nothing to another.
  record Key(String user, String key) {}

  /// @param digest of everything the request says
  private record Remembered(String digest, Instant since, @Nullable MessageId id) {}

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Remembered> entries =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Remembered> eldest) {
          return size() > CAPACITY;
        }
      };

  RepeatedRequests(InstantSource clock) {
    this.clock = clock;
  }

  Begun begin(Key key, String digest) {
    lock.lock();
    try {
      var now = clock.instant();
      var known = Optional.ofNullable(entries.get(key));
      if (known.filter(e -> now.isBefore(e.since().plus(KEPT))).isEmpty()) {
        entries.put(key, new Remembered(digest, now, null));
        return new Begun.Ours();
      }
      var entry = known.get();
      if (!entry.digest().equals(digest)) {
        return new Begun.Other();
      }
      return entry.id() == null ? new Begun.Busy() : new Begun.Accepted(entry.id());
    } finally {
      lock.unlock();
    }
  }

  void done(Key key, MessageId id) {
    lock.lock();
    try {
      entries.computeIfPresent(key, (_, e) -> new Remembered(e.digest(), e.since(), id));
    } finally {
      lock.unlock();
    }
  }

  /// What did not work may be tried again.
  void failed(Key key) {
    lock.lock();
    try {
      entries.remove(key);
    } finally {
      lock.unlock();
    }
  }
}
