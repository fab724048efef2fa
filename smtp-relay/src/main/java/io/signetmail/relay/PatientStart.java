package io.signetmail.relay;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does the steps of starting, each again and again until it works: what is missing may come, and
/// until then the obstacle says what it is.
final class PatientStart {
  private static final Logger LOG = LoggerFactory.getLogger(PatientStart.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final CountDownLatch closing;
  private final Consumer<String> obstacle;

  /// @param closing ends the waiting
  /// @param obstacle told what is in the way
  PatientStart(CountDownLatch closing, Consumer<String> obstacle) {
    this.closing = closing;
    this.obstacle = obstacle;
  }

  /// @param failed what to say before the reason when it does not work
  /// @throws InterruptedException when it is time to close
  void until(String failed, Runnable step) throws InterruptedException {
    for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        step.run();
        return;
      } catch (RuntimeException e) {
        var why = failed + ": " + firstLine(e);
        obstacle.accept(why);
        LOG.warn("{}, again in {} ms", why, pause.toMillis());
        LOG.debug("{}: the trouble", failed, e);
      }
      if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("closing");
      }
    }
  }

  private static String firstLine(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private static Duration longer(Duration pause) {
    var doubled = pause.multipliedBy(2);
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}
