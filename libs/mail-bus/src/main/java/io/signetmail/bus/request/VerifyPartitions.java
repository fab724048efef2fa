package io.signetmail.bus.request;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/// The partitions of `mail.verify` as one asker sees them: which of them get answers.
///
/// A verifier that was killed keeps its partitions until its session ends, some seconds later, and
/// a question put there waits all that time. So a partition that owes answers and has given none
/// for {@link #SILENT} is passed over while another one answers; a copy of a question is put there
/// twice a second to find out when it answers again. Any answer counts as a sign of life, whoever
/// asked. Thread-safe; times are {@link System#nanoTime}.
final class VerifyPartitions {
  /// How long a partition may owe an answer before it counts as silent.
  static final Duration SILENT = Duration.ofSeconds(1);

  private static final long SILENT_NANOS = SILENT.toNanos();
  private static final long PROBE_NANOS = Duration.ofMillis(500).toNanos();

  /// Where a question goes.
  ///
  /// @param probe a silent partition that gets a copy
  record Choice(int partition, OptionalInt probe) {}

  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicReference<Owed> owed = new AtomicReference<>(new Owed(0));

  /// @param count how many partitions the topic has now
  Choice next(int count, long now) {
    var state = owed(count);
    int start = Math.floorMod(turn.getAndIncrement(), count);
    var probe = OptionalInt.empty();
    for (int i = 0; i < count; i++) {
      int partition = (start + i) % count;
      if (!state.isSilent(partition, now)) {
        state.ask(partition, now);
        return new Choice(partition, probe);
      }
      if (probe.isEmpty() && state.probeDue(partition, now)) {
        probe = OptionalInt.of(partition);
      }
    }
    // All are silent: one is as good as another.
    state.ask(start, now);
    return new Choice(start, OptionalInt.empty());
  }

  /// An answer to a question on that partition arrived.
  void answered(int partition) {
    var state = owed.get();
    if (partition >= 0 && partition < state.count()) {
      state.since.set(partition, Owed.NOTHING);
    }
  }

  boolean isSilent(int partition, long now) {
    var state = owed.get();
    return partition < state.count() && state.isSilent(partition, now);
  }

  private Owed owed(int count) {
    return owed.updateAndGet(state -> state.count() == count ? state : new Owed(count));
  }

  /// Per partition: when the first question was put there that nothing came back after, and when
  /// the last copy was.
  private static final class Owed {
    static final long NOTHING = Long.MIN_VALUE;

    final AtomicLongArray since;
    final AtomicLongArray probed;

    Owed(int count) {
      since = new AtomicLongArray(count);
      probed = new AtomicLongArray(count);
      for (int i = 0; i < count; i++) {
        since.set(i, NOTHING);
        probed.set(i, NOTHING);
      }
    }

    int count() {
      return since.length();
    }

    void ask(int partition, long now) {
      var _ = since.compareAndSet(partition, NOTHING, now);
    }

    boolean isSilent(int partition, long now) {
      long first = since.get(partition);
      return first != NOTHING && now - first > SILENT_NANOS;
    }

    boolean probeDue(int partition, long now) {
      long last = probed.get(partition);
      return (last == NOTHING || now - last > PROBE_NANOS)
          && probed.compareAndSet(partition, last, now);
    }
  }
}
