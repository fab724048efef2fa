package io.signetmail.signer.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.signetmail.bus.kafka.KeyChanges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Remembers keys for a bounded time. One fetch at a time for one question; while key-service is
/// away keys are used up to the stale limit, and it is asked about one question every five seconds
/// only; when it hangs it is not asked about anything else for a moment either. A change announced
/// on `keys.changed` drops them at once, and a fetch that began before the announcement is used but
/// not kept. Thread-safe.
public final class CachedKeySource implements KeySource, KeyChanges.Listener {
  private static final int MOST = 200_000;
  private static final Duration NO_KEY_LIFETIME = Duration.ofSeconds(5);
  private static final Duration TROUBLE_LIFETIME = Duration.ofSeconds(5);

  /// An answer that took this long and is none means a service that hangs: every other question
  /// would wait as long.
  private static final Duration HANGS = Duration.ofSeconds(1);

  private static final Duration SILENCE = Duration.ofSeconds(2);

  private final KeySource source;
  private final Duration lifetime;
  private final Duration staleLifetime;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Cache<KeyQuestion, Entry> entries = Caffeine.newBuilder().maximumSize(MOST).build();
  private final ConcurrentMap<KeyQuestion, ReentrantLock> fetching = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();
  private final AtomicReference<Instant> silentUntil = new AtomicReference<>(Instant.MIN);

  private record Entry(KeyAnswer answer, Instant fetched, Instant freshUntil) {}

  public CachedKeySource(
      KeySource source,
      Duration lifetime,
      Duration staleLifetime,
      InstantSource clock,
      RandomGenerator random) {
    this.source = source;
    this.lifetime = lifetime;
    this.staleLifetime = staleLifetime;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public KeyAnswer find(KeyQuestion question) {
    var entry = fresh(question);
    if (entry != null) {
      return entry.answer();
    }
    var lock = fetching.computeIfAbsent(question, _ -> new ReentrantLock());
    lock.lock();
    try {
      var meanwhile = fresh(question);
      return meanwhile == null ? fetch(question) : meanwhile.answer();
    } finally {
      fetching.remove(question, lock);
      lock.unlock();
    }
  }

  private @Nullable Entry fresh(KeyQuestion question) {
    var entry = entries.getIfPresent(question);
    return entry != null && clock.instant().isBefore(entry.freshUntil()) ? entry : null;
  }

  private KeyAnswer fetch(KeyQuestion question) {
    long before = generation.get();
    var asked = clock.instant();
    if (asked.isBefore(silentUntil.get())) {
      return stale(question, new KeyAnswer.Unavailable("key-service hangs"), asked, before);
    }
    var answer = source.find(question);
    var now = clock.instant();
    if (answer instanceof KeyAnswer.Unavailable && !now.isBefore(asked.plus(HANGS))) {
      silentUntil.set(now.plus(SILENCE));
    }
    return switch (answer) {
      case KeyAnswer.Keys _ -> keep(question, answer, now, jittered(lifetime), before);
      case KeyAnswer.NoKey _ -> keep(question, answer, now, NO_KEY_LIFETIME, before);
      case KeyAnswer.Unavailable _ -> stale(question, answer, now, before);
    };
  }

  private KeyAnswer keep(
      KeyQuestion question, KeyAnswer answer, Instant now, Duration life, long before) {
    return keep(question, new Entry(answer, now, now.plus(life)), before);
  }

  private KeyAnswer keep(KeyQuestion question, Entry entry, long before) {
    entries.put(question, entry);
    if (generation.get() != before) {
      entries.invalidate(question);
    }
    return entry.answer();
  }

  /// The old keys while they may be used, else the bad news; either is remembered for a moment, so
  /// that not every message waits for the same silence.
  private KeyAnswer stale(KeyQuestion question, KeyAnswer unavailable, Instant now, long before) {
    var entry = entries.getIfPresent(question);
    boolean usable =
        entry != null
            && entry.answer() instanceof KeyAnswer.Keys
            && now.isBefore(entry.fetched().plus(staleLifetime));
    if (entry == null || !usable) {
      return keep(question, unavailable, now, TROUBLE_LIFETIME, before);
    }
    if (generation.get() != before) {
      return entry.answer(); // asked again before the next use
    }
    var until = now.plus(TROUBLE_LIFETIME);
    return keep(question, new Entry(entry.answer(), entry.fetched(), until), before);
  }

  /// Spreads refreshes, so that keys fetched together are not fetched together again.
  private Duration jittered(Duration life) {
    return life.minusMillis(random.nextLong(Math.max(1, life.toMillis() / 5)));
  }

  /// Something about this domain changed, or about a parent domain whose key its mail may use.
  @Override
  public void domainChanged(String domain) {
    drop(q -> q.domain().toString().equals(domain) || q.domain().toString().endsWith("." + domain));
  }

  @Override
  public void userChanged(String user) {
    drop(q -> q.user().equals(user));
  }

  /// Announcements may have been missed.
  @Override
  public void everythingMayHaveChanged() {
    generation.incrementAndGet();
    // Kept for stale use, but asked for again before the next use.
    entries
        .asMap()
        .replaceAll((_, entry) -> new Entry(entry.answer(), entry.fetched(), entry.fetched()));
  }

  private void drop(java.util.function.Predicate<KeyQuestion> affected) {
    generation.incrementAndGet();
    entries.asMap().keySet().removeIf(affected);
  }
}
