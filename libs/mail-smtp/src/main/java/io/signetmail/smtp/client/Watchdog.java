package io.signetmail.smtp.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Closes a socket whose peer stopped reading: a blocking write has no deadline of its own.
final class Watchdog {
  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("smtp-client-watchdog").factory());

  private Watchdog() {}

  /// Closes `socket` after `time` unless the result is cancelled first.
  static Future<?> closeAfter(Duration time, Socket socket) {
    return TIMER.schedule(() -> close(socket), time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed for us either way.
    }
  }
}
