package io.signetmail.ingress.account;

import io.signetmail.ingress.session.Login;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Which users and domains changed, and as which change of all. Thread-safe; remembers the last
/// 10,000 of them, and takes any older one for a change of everything.
final class Changes {
  private static final int REMEMBERED = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<String, Long> subjects = new LinkedHashMap<>();
  private volatile long count;
  private long everything;

  /// So many changes so far.
  long count() {
    return count;
  }

  void user(String name) {
    note("user:" + name);
  }

  void domain(String name) {
    note("domain:" + name);
  }

  /// Some may have been missed.
  void everything() {
    lock.lock();
    try {
      everything = count + 1;
      count = everything;
      subjects.clear();
    } finally {
      lock.unlock();
    }
  }

  private void note(String subject) {
    lock.lock();
    try {
      subjects.remove(subject); // to the end of the line
      long number = count + 1;
      subjects.put(subject, number);
      count = number;
      if (subjects.size() > REMEMBERED) {
        var oldest = subjects.pollFirstEntry();
        everything = Math.max(everything, oldest.getValue());
      }
    } finally {
      lock.unlock();
    }
  }

  /// True when nothing about this login changed after the first `then` changes.
  boolean noneOf(Login.Granted login, long then) {
    if (count == then) {
      return true;
    }
    lock.lock();
    try {
      return everything <= then
          && !changed("user:" + login.user(), then)
          && login.domains().stream().noneMatch(d -> changed("domain:" + d, then));
    } finally {
      lock.unlock();
    }
  }

  private boolean changed(String subject, long then) {
    return subjects.getOrDefault(subject, 0L) > then;
  }
}
