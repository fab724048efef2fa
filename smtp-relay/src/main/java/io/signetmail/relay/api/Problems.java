package io.signetmail.relay.api;

import io.signetmail.relay.store.DatabaseTrouble;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Every refusal of this service, in one place.
public final class Problems {
  private static final String MEDIA_TYPE = "application/problem+json";

  @ServerExceptionMapper
  public RestResponse<Problem> badRequest(BadRequest problem) {
    return answer(
        new Problem(
            "https://signetmail.io/problems/bad-request",
            "Bad request",
            400,
            String.valueOf(problem.getMessage())));
  }

  @ServerExceptionMapper
  public RestResponse<Problem> notThere(NotThere problem) {
    return answer(
        new Problem(
            "https://signetmail.io/problems/not-found",
            "Not found",
            404,
            String.valueOf(problem.getMessage())));
  }

  static RestResponse<Problem> unauthorized() {
    return answer(
        new Problem(
            "https://signetmail.io/problems/unauthorized",
            "Unauthorized",
            401,
            "Send Authorization: Bearer with a token this service knows."));
  }

  /// The detail stays in our log: it names hosts and schemas.
  @ServerExceptionMapper
  public RestResponse<Problem> databaseAway(DatabaseTrouble trouble) {
    return answer(
        new Problem(
            "https://signetmail.io/problems/unavailable",
            "Unavailable",
            503,
            "The queue cannot be read now. Mail that waits is safe."));
  }

  private static RestResponse<Problem> answer(Problem problem) {
    var response =
        ResponseBuilder.create(RestResponse.Status.fromStatusCode(problem.status()), problem)
            .type(MEDIA_TYPE);
    return switch (problem.status()) {
      case 401 -> response.header("WWW-Authenticate", "Bearer").build(); // RFC 9110 §15.5.2
      case 503 -> response.header("Retry-After", "5").build();
      default -> response.build();
    };
  }
}
