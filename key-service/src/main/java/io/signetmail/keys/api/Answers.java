package io.signetmail.keys.api;

import jakarta.ws.rs.core.HttpHeaders;
import org.jboss.resteasy.reactive.RestResponse;

/// Answers several calls share.
final class Answers {
  private Answers() {}

  /// What a PUT answers: 201 when it made something.
  static <T> RestResponse<T> put(boolean created, T body) {
    return RestResponse.status(
        created ? RestResponse.Status.CREATED : RestResponse.Status.OK, body);
  }

  /// An answer no cache on the way may keep.
  static <T> RestResponse<T> secret(RestResponse.Status status, T body) {
    return RestResponse.ResponseBuilder.create(status, body)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
