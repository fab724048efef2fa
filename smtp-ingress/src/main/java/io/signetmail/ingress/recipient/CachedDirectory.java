package io.signetmail.ingress.recipient;

import io.signetmail.smtp.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Remembers answers. Thread-safe, at most `entries` of them.
///
/// Somebody who was known once stays known while nobody can be asked, up to `whenAway`: a next hop
/// that restarts costs its users no mail, for the relay keeps it.
public final class CachedDirectory implements Directory {
  private final Directory source;
  private final Times times;
  private final InstantSource clock;
  private final Consumer<Presence> asked;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Mailbox, Remembered> remembered;

  /// @param known how long a known recipient is not asked about again
  /// @param unknown the same for an unknown one; short, for people get new mailboxes
  /// @param whenAway how long a known recipient is let in while nobody can be asked
  public record Times(Duration known, Duration unknown, Duration whenAway) {}

  private record Remembered(Presence presence, Instant at) {}

  /// @param asked told each answer that did not come from memory
  public CachedDirectory(
      Directory source, Times times, int entries, InstantSource clock, Consumer<Presence> asked) {
    this.source = source;
    this.times = times;
    this.clock = clock;
    this.asked = asked;
    this.remembered =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Mailbox, Remembered> eldest) {
            return size() > entries;
          }
        };
  }

  @Override
  public Presence look(Mailbox mailbox) {
    var key = new Mailbox(mailbox.localPart(), mailbox.lowerDomain());
    var now = clock.instant();
    var known = get(key);
    if (known != null && now.isBefore(known.at().plus(fresh(known.presence())))) {
      return known.presence();
    }
    var answer = source.look(mailbox);
    asked.accept(answer);
    return switch (answer) {
      case Presence.Known _, Presence.Unknown _ -> {
        put(key, new Remembered(answer, now));
        yield answer;
      }
      case Presence.Unreachable _ ->
          known != null
                  && known.presence() instanceof Presence.Known
                  && now.isBefore(known.at().plus(times.whenAway()))
              ? known.presence()
              : answer;
    };
  }

  @Override
  public HopOffers offers() {
    return source.offers();
  }

  private Duration fresh(Presence presence) {
    return switch (presence) {
      case Presence.Known _ -> times.known();
      case Presence.Unknown _ -> times.unknown();
      case Presence.Unreachable _ -> Duration.ZERO;
    };
  }

  private @Nullable Remembered get(Mailbox key) {
    lock.lock();
    try {
      return remembered.get(key);
    } finally {
      lock.unlock();
    }
  }

  private void put(Mailbox key, Remembered entry) {
    lock.lock();
    try {
      remembered.put(key, entry);
    } finally {
      lock.unlock();
    }
  }
}
