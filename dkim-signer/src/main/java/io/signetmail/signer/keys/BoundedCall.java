package io.signetmail.signer.keys;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One HTTP exchange with an end: the timeout of the JDK's client stops at the headers, this one
/// counts until the last octet of the body.
final class BoundedCall {
  private BoundedCall() {}

  /// @param largest octets a body may have
  /// @throws HttpTimeoutException when the whole answer is not there in time
  static HttpResponse<byte[]> send(
      HttpClient http, HttpRequest request, Duration timeout, int largest)
      throws IOException, InterruptedException {
    var pending =
        http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), largest));
    try {
      return pending.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      throw new HttpTimeoutException("no complete answer within " + timeout);
    } catch (ExecutionException e) {
      // The cause as it is: what went wrong is told by its class.
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    } finally {
      pending.cancel(true); // closes the connection of an exchange that is not over
    }
  }
}
