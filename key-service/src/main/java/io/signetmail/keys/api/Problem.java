package io.signetmail.keys.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// An error as the caller reads it (RFC 9457 §3.1).
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(URI type, String title, int status, String detail, @Nullable String field) {
  static final String MEDIA_TYPE = "application/problem+json";

  static final String SLOWER = "more calls than this service allows one caller, wait a little";

  /// What a client may wait before it asks an unavailable service again.
  private static final int RETRY_SECONDS = 5;

  static Response response(Refusal refusal) {
    return response(refusal.type(), refusal.detail(), refusal.field());
  }

  static Response response(ProblemType type, String detail, @Nullable String field) {
    var body = new Problem(type.uri(), type.title(), type.status(), detail, field);
    return headers(type).type(MEDIA_TYPE).entity(body).build();
  }

  /// A refusal that says when to come back.
  static Response tooMany(long retryAfterSeconds, boolean bare) {
    var type = ProblemType.TOO_MANY_REQUESTS;
    var response = bare ? bare(type) : response(type, SLOWER, null);
    return Response.fromResponse(response)
        .header(HttpHeaders.RETRY_AFTER, null)
        .header(HttpHeaders.RETRY_AFTER, retryAfterSeconds)
        .build();
  }

  /// Status and headers alone, for the one address that promises an empty body.
  static Response bare(ProblemType type) {
    return headers(type).build();
  }

  private static Response.ResponseBuilder headers(ProblemType type) {
    var response = Response.status(type.status()).header(HttpHeaders.CACHE_CONTROL, "no-store");
    return switch (type.status()) {
      // RFC 9110 §11.6.1: a 401 says how to authenticate.
      case 401 -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      case 429, 503 -> response.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
      default -> response;
    };
  }
}
