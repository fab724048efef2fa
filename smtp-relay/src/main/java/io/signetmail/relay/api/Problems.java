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
            "urn:signet:problem:bad-request",
            "Bad request",
            400,
            String.valueOf(problem.getMessage())));
  }

  /// The detail stays in our log: it names hosts and schemas.
  @ServerExceptionMapper
  public RestResponse<Problem> databaseAway(DatabaseTrouble trouble) {
    return answer(
        new Problem(
            "urn:signet:problem:database-unavailable",
            "Database unavailable",
            503,
            "The queue cannot be read now. Mail that waits is safe."));
  }

  private static RestResponse<Problem> answer(Problem problem) {
    return ResponseBuilder.create(RestResponse.Status.fromStatusCode(problem.status()), problem)
        .type(MEDIA_TYPE)
        .build();
  }
}
