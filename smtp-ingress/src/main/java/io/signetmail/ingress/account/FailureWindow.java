package io.signetmail.ingress.account;

import io.signetmail.ingress.session.LoginThrottle;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// Counts failed logins per address and per user in fixed windows. Thread-safe, bounded.
///
/// A user can be locked out for a window by somebody who guesses at them; the limit per user is
/// therefore much higher than the one per address.
public final class FailureWindow implements LoginThrottle {
  private static final int CAPACITY = 50_000;

  private final int perAddress;
  private final int perUser;
  private final Duration window;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > CAPACITY;
        }
      };

  private record Count(Instant since, int failures) {}

  /// Allows so many failures in a window.
  public FailureWindow(int perAddress, int perUser, Duration window, InstantSource clock) {
    this.perAddress = perAddress;
    this.perUser = perUser;
    this.window = window;
    this.clock = clock;
  }

  @Override
  public boolean allows(InetAddress address, String user) {
    lock.lock();
    try {
      return failures(addressKey(address)) < perAddress && failures(userKey(user)) < perUser;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void failed(InetAddress address, String user) {
    lock.lock();
    try {
      count(addressKey(address));
      count(userKey(user));
    } finally {
      lock.unlock();
    }
  }

  private static String addressKey(InetAddress address) {
    return "a " + address.getHostAddress();
  }

  private static String userKey(String user) {
    return "u " + user;
  }

  private int failures(String key) {
    var count = counts.get(key);
    return count == null || clock.instant().isAfter(count.since().plus(window))
        ? 0
        : count.failures();
  }

  private void count(String key) {
    int before = failures(key);
    var known = counts.get(key);
    var since = before == 0 || known == null ? clock.instant() : known.since();
    counts.put(key, new Count(since, before + 1));
  }
}
