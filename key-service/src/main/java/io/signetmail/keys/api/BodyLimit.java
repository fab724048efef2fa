package io.signetmail.keys.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.signetmail.keys.KeySettings;
import io.signetmail.keys.problems.ProblemType;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Refuses a body that says it is too large before a byte of it is read, as a problem: the HTTP
/// server's own refusal has no body. One that does not say how large it is, is cut off while it is
/// read.
@Singleton
class BodyLimit {
  /// Before the HTTP server's own limit.
  private static final int EARLY = 100;

  private final long maxBytes;

  BodyLimit(KeySettings settings) {
    this.maxBytes = settings.maxBodyBytes();
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, EARLY);
  }

  private void check(RoutingContext call) {
    var length = call.request().getHeader("Content-Length");
    if (length == null || isSmall(length)) {
      call.next();
      return;
    }
    var type = ProblemType.BODY_TOO_LARGE;
    var body =
        "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"the body is larger than %d bytes\"}"
            .formatted(type.uri(), type.title(), type.status(), maxBytes);
    call.response()
        .setStatusCode(type.status())
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .putHeader("Connection", "close")
        .end(body);
  }

  private boolean isSmall(String length) {
    return length.matches("[0-9]{1,10}") && Long.parseLong(length) <= maxBytes;
  }
}
