package io.signetmail.relay.api;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Lets nobody in without the token of this service; without one configured, nobody at all.
public final class ApiGuard {
  /// Who did it, for the audit: whoever holds the token.
  static final String ACTOR = "api-token";

  private static final String SCHEME = "Bearer ";

  private final Optional<String> token;

  ApiGuard(@ConfigProperty(name = "signet.api-token") Optional<String> token) {
    this.token = token.filter(value -> !value.isBlank());
  }

  @ServerRequestFilter
  public @Nullable RestResponse<Problem> check(ContainerRequestContext request) {
    var given = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (given != null && given.startsWith(SCHEME) && isOurs(given.substring(SCHEME.length()))) {
      return null;
    }
    return Problems.unauthorized();
  }

  /// In constant time.
  private boolean isOurs(String given) {
    return token
        .filter(own ->
            MessageDigest.isEqual(
                own.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8)))
        .isPresent();
  }
}
