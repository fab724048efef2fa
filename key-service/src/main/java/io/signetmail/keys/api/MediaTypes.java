package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.UNSUPPORTED_MEDIA_TYPE;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// A body is JSON and says so (RFC 9110 §8.3); a request without a body needs no media type.
public class MediaTypes {
  private static final Set<String> WITH_BODY = Set.of("PUT", "POST", "PATCH");

  @ServerRequestFilter(preMatching = true)
  public void filter(ContainerRequestContext request) {
    if (!WITH_BODY.contains(request.getMethod())) {
      return;
    }
    var type = request.getHeaderString(HttpHeaders.CONTENT_TYPE);
    if (!hasBody(request)) {
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
    } else if (type == null) {
      throw Refusal.of(
          UNSUPPORTED_MEDIA_TYPE,
          HttpHeaders.CONTENT_TYPE,
          "the body has no Content-Type, send it as " + MediaType.APPLICATION_JSON);
    } else if (!isJson(type)) {
      throw Refusal.of(
          UNSUPPORTED_MEDIA_TYPE,
          HttpHeaders.CONTENT_TYPE,
          "the body is " + Quoted.of(type) + ", send it as " + MediaType.APPLICATION_JSON);
    }
  }

  /// RFC 9112 §6.3: without either of these headers there is no body.
  private static boolean hasBody(ContainerRequestContext request) {
    var length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return request.getHeaderString("Transfer-Encoding") != null
        || (length != null && !length.strip().equals("0"));
  }

  private static boolean isJson(String type) {
    int end = type.indexOf(';');
    var bare = end < 0 ? type : type.substring(0, end);
    return bare.strip().toLowerCase(Locale.ROOT).equals(MediaType.APPLICATION_JSON);
  }
}
