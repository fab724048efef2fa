package io.signetmail.ingress.account;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// Good answers of key-service, used again while they are fresh, and for longer while it is away.
///
/// An answer that was asked for before a change became known is used but not kept: it may be older
/// than the change. Thread-safe, at most `capacity` entries.
final class RememberedAnswers<V> {
  private final Duration fresh;
  private final Duration usable;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Kept<V>> entries;
  private long changes;

  private record Kept<V>(V value, Instant since, boolean doubtful) {}

  /// How a question ended.
  sealed interface Answer<V> {

    /// Worth keeping.
    record Good<V>(V value) implements Answer<V> {}

    /// A clear no, which is asked for anew each time.
    record No<V>(String reason) implements Answer<V> {}

    /// Nobody could be asked.
    record Away<V>(String reason) implements Answer<V> {}
  }

  RememberedAnswers(Duration fresh, Duration usable, int capacity, InstantSource clock) {
    this.fresh = fresh;
    this.usable = usable;
    this.clock = clock;
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Kept<V>> eldest) {
            return size() > capacity;
          }
        };
  }

  /// From memory, else by asking.
  Answer<V> ask(String id, Supplier<Answer<V>> question) {
    var now = clock.instant();
    Kept<V> known;
    long before;
    lock.lock();
    try {
      known = entries.get(id);
      before = changes;
    } finally {
      lock.unlock();
    }
    if (known != null && !known.doubtful() && now.isBefore(known.since().plus(fresh))) {
      return new Answer.Good<>(known.value());
    }
    var answer = question.get();
    return switch (answer) {
      case Answer.Good<V>(var value) -> {
        keep(id, new Kept<>(value, now, false), before);
        yield answer;
      }
      case Answer.No<V> _ -> {
        forget(id);
        yield answer;
      }
      case Answer.Away<V> _ ->
          known != null && now.isBefore(known.since().plus(usable))
              ? new Answer.Good<>(known.value())
              : answer;
    };
  }

  private void keep(String id, Kept<V> entry, long before) {
    lock.lock();
    try {
      if (changes == before) {
        entries.put(id, entry);
      } else {
        entries.remove(id);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Something changed: what this is true of counts no more.
  void changed(Predicate<V> ofWhat) {
    lock.lock();
    try {
      changes++;
      entries.values().removeIf(e -> ofWhat.test(e.value()));
    } finally {
      lock.unlock();
    }
  }

  /// Changes may have been missed: all is asked for again, but used while nobody can be asked.
  void doubtAll() {
    lock.lock();
    try {
      changes++;
      entries.replaceAll((_, e) -> new Kept<>(e.value(), e.since(), true));
    } finally {
      lock.unlock();
    }
  }

  private void forget(String id) {
    lock.lock();
    try {
      entries.remove(id);
    } finally {
      lock.unlock();
    }
  }
}
