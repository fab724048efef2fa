package io.signetmail.keys.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.signetmail.keys.limits.CallLimits;
import io.signetmail.keys.limits.TooManyCalls;
import io.signetmail.keys.problems.ProblemType;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Refuses an address that calls too often before anything is read or looked up. Health and metrics
/// are always answered.
@Singleton
class AddressLimit {
  /// Before the body limit.
  private static final int FIRST = 200;

  private final CallLimits limits;

  AddressLimit(CallLimits limits) {
    this.limits = limits;
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, FIRST);
  }

  private void check(RoutingContext call) {
    if (call.normalizedPath().startsWith("/q/")) {
      call.next();
      return;
    }
    try {
      limits.countAddress(call.request().remoteAddress().hostAddress());
    } catch (TooManyCalls e) {
      refuse(call, e);
      return;
    }
    call.next();
  }

  private static void refuse(RoutingContext call, TooManyCalls refused) {
    var type = ProblemType.TOO_MANY_REQUESTS;
    var response =
        call.response()
            .setStatusCode(type.status())
            .putHeader("Retry-After", Long.toString(refused.retryAfterSeconds()));
    if (call.normalizedPath().equals("/")) {
      response.end(); // the script there tells a failure by its empty body
      return;
    }
    response
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(
            "{\"type\":\"%s\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                .formatted(type.uri(), type.title(), type.status(), Problem.SLOWER));
  }
}
