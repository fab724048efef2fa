package io.signetmail.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits until a child answers, fails as soon as it is dead, and gives up in the end.
final class Readiness {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final int LINES_SHOWN = 20;

  private final HttpClient http;

  Readiness(HttpClient http) {
    this.http = http;
  }

  void awaitPort(ChildProcess child, int port) throws InterruptedException, StartFailed {
    await(child, "a listener on port " + port, () -> accepts(port));
  }

  /// Ready as the service itself says it.
  void awaitHealth(ChildProcess child, String url) throws InterruptedException, StartFailed {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/q/health/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    await(child, url + "/q/health/ready", () -> answersOk(request));
  }

  private void await(ChildProcess child, String what, BooleanSupplier condition)
      throws InterruptedException, StartFailed {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (!child.isAlive()) {
        throw failure(child, "%s ended while it was starting".formatted(child.name()));
      }
      if (System.nanoTime() > end) {
        throw failure(
            child,
            "%s is not ready after %d s (%s)".formatted(child.name(), LIMIT.toSeconds(), what));
      }
      Thread.sleep(PAUSE);
    }
  }

  private static StartFailed failure(ChildProcess child, String what) {
    return new StartFailed(
        "%s. The end of %s:%n    %s"
            .formatted(what, child.log(), String.join("\n    ", child.lastLines(LINES_SHOWN))));
  }

  private static boolean accepts(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(io.signetmail.testkit.Ports.LOOPBACK, port), 500);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private boolean answersOk(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
