package io.signetmail.reports.api;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/// An answer that says no (RFC 9457).
final class Problem extends WebApplicationException {
  static final String JSON = "application/problem+json";

  Problem(int status, String type, String detail) {
    super(detail, response(status, type, detail));
  }

  static Problem notFound(String what) {
    return new Problem(404, "not-found", what);
  }

  static Problem badRequest(String detail) {
    return new Problem(400, "bad-request", detail);
  }

  static Response response(int status, String type, String detail) {
    var reason = Response.Status.fromStatusCode(status);
    var body =
        Map.of(
            "type",
            "urn:signet:problem:" + type,
            "title",
            reason == null ? type : reason.getReasonPhrase(),
            "status",
            status,
            "detail",
            detail);
    var response = Response.status(status).type(JSON).entity(body);
    return switch (status) {
      case 401 -> response.header("WWW-Authenticate", "Bearer").build();
      case 429 -> response.header("Retry-After", FailureLimit.WINDOW.toSeconds()).build();
      default -> response.build();
    };
  }
}
