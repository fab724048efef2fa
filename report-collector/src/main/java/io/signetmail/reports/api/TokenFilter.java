package io.signetmail.reports.api;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Lets nobody in whose token key-service does not know.
@Singleton
public class TokenFilter {
  static final String CALLER = "signet.caller";
  private static final String SCHEME = "Bearer ";

  private final TokenCheck tokens;

  TokenFilter(TokenCheck tokens) {
    this.tokens = tokens;
  }

  @ServerRequestFilter
  public void filter(ContainerRequestContext request, HttpServerRequest connection) {
    var header = request.getHeaderString("Authorization");
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Problem(401, "no-token", "Authorization: Bearer is missing");
    }
    var caller =
        tokens.callerOf(
            header.substring(SCHEME.length()).strip(), connection.remoteAddress().hostAddress());
    if (caller == null) {
      throw new Problem(401, "bad-token", "the token is not known or no longer valid");
    }
    if (!caller.mayRead()) {
      throw new Problem(403, "forbidden", "the role of this token may not read reports");
    }
    request.setProperty(CALLER, caller);
  }

  static Caller callerOf(ContainerRequestContext request) {
    if (request.getProperty(CALLER) instanceof Caller caller) {
      return caller;
    }
    throw new Problem(401, "no-token", "Authorization: Bearer is missing");
  }
}
