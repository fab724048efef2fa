package io.signetmail.ingress.account;

import io.signetmail.bus.kafka.KeyChanges;
import io.signetmail.ingress.session.Accounts;
import io.signetmail.ingress.session.Login;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Remembers good logins, so that a user who sends mail after mail costs key-service one slow
/// password check in ten minutes, and so that users known today can go on while key-service is
/// away.
///
/// Only successes are kept, under an HMAC of user and password with a key that lives as long as the
/// process; nothing in memory can be turned back into a password. An answer that was asked for
/// before a change became known is used but not kept: it may be older than the change. Thread-safe,
/// at most `capacity` entries.
public final class CachedAccounts implements Accounts, KeyChanges.Listener {
  private static final String HMAC = "HmacSHA256";

  private final Accounts source;
  private final Duration fresh;
  private final Duration usable;
  private final InstantSource clock;
  private final SecretKeySpec key;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Remembered> entries;

  /// Written under the lock, so that no change falls between a check and a write.
  private final Changes changes = new Changes();

  private record Remembered(Login.Granted login, Instant checkedAt, boolean doubtful) {}

  /// Asks `source` again after `fresh`; a failure to ask is covered for up to `usable`.
  public CachedAccounts(
      Accounts source,
      Duration fresh,
      Duration usable,
      int capacity,
      InstantSource clock,
      SecureRandom random) {
    this.source = source;
    this.fresh = fresh;
    this.usable = usable;
    this.clock = clock;
    var secret = new byte[32];
    random.nextBytes(secret);
    this.key = new SecretKeySpec(secret, HMAC);
    this.entries =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > capacity;
          }
        };
  }

  @Override
  public Login login(String user, String password) {
    return remembered(fingerprint("password", user, password), () -> source.login(user, password));
  }

  @Override
  public Login trusted(String user) {
    return remembered(fingerprint("trusted", user, ""), () -> source.trusted(user));
  }

  private Login remembered(String id, Supplier<Login> question) {
    long before = changes.count();
    var known = known(id);
    var now = clock.instant();
    if (known != null && !known.doubtful() && now.isBefore(known.checkedAt().plus(fresh))) {
      return known.login();
    }
    var answer = question.get();
    return switch (answer) {
      case Login.Granted granted -> {
        remember(id, new Remembered(granted, now, false), before);
        yield granted;
      }
      case Login.Denied denied -> {
        forget(id);
        yield denied;
      }
      case Login.Unavailable unavailable ->
          known != null && now.isBefore(known.checkedAt().plus(usable))
              ? known.login()
              : unavailable;
    };
  }

  /// A password or a grant of this user changed: nothing known about them counts any more.
  @Override
  public void userChanged(String user) {
    forgetIf(() -> changes.user(user), login -> login.user().equals(user));
  }

  /// The domain changed, perhaps it was removed: users who may send as it are asked about again.
  @Override
  public void domainChanged(String domain) {
    forgetIf(
        () -> changes.domain(domain),
        login -> login.domains().stream().anyMatch(d -> d.toString().equals(domain)));
  }

  /// Changes may have been missed: everybody is asked about again, but goes on while nobody can be
  /// asked.
  @Override
  public void everythingMayHaveChanged() {
    lock.lock();
    try {
      changes.everything();
      entries.replaceAll((_, e) -> new Remembered(e.login(), e.checkedAt(), true));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long changes() {
    return changes.count();
  }

  @Override
  public boolean stands(Login.Granted login, long then) {
    return changes.noneOf(login, then);
  }

  private void forgetIf(Runnable note, Predicate<Login.Granted> condition) {
    lock.lock();
    try {
      note.run();
      entries.values().removeIf(e -> condition.test(e.login()));
    } finally {
      lock.unlock();
    }
  }

  private String fingerprint(String kind, String user, String password) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      mac.update(kind.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(user.getBytes(StandardCharsets.UTF_8));
      mac.update((byte) 0);
      mac.update(password.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(mac.doFinal());
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("this JDK has no " + HMAC, e);
    }
  }

  private @org.jspecify.annotations.Nullable Remembered known(String id) {
    lock.lock();
    try {
      return entries.get(id);
    } finally {
      lock.unlock();
    }
  }

  private void remember(String id, Remembered entry, long before) {
    lock.lock();
    try {
      if (changes.count() == before) {
        entries.put(id, entry);
      } else {
        entries.remove(id);
      }
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
