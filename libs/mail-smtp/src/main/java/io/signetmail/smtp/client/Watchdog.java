package io.signetmail.smtp.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes a socket whose peer stopped reading: a blocking write has no deadline of its own.
final class Watchdog {
  private static final ScheduledExecutorService TIMER = timer();

  private Watchdog() {}

  private static ScheduledExecutorService timer() {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("smtp-client-watchdog").factory());
    // Nearly every guard is cancelled: it must not stay, with its socket, until its time.
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /// Closes `socket` after `time` unless the result is cancelled first.
  ///
  /// @param socket a TCP socket, never an SSLSocket, whose close waits for the very write it is to
  ///   end and would hold up every other guard
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
