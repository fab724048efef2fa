package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.FORBIDDEN;
import static io.signetmail.keys.problems.ProblemType.UNAUTHENTICATED;

import io.signetmail.keys.limits.CallLimits;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.tokens.Role;
import io.signetmail.keys.tokens.Token;
import io.signetmail.keys.tokens.Tokens;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/// Lets a call through when its bearer token (RFC 6750 §2.1) has one of the roles the call names.
@Singleton
public class Authentication {
  private static final String SCHEME = "bearer ";

  private final Provider<Tokens> tokens;
  private final Caller caller;
  private final Provider<CallLimits> limits;

  /// A filter is made before anything is configured, so it asks for the others when it runs.
  Authentication(Provider<Tokens> tokens, Caller caller, Provider<CallLimits> limits) {
    this.tokens = tokens;
    this.caller = caller;
    this.limits = limits;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  public void filter(
      ContainerRequestContext request, ResourceInfo call, HttpServerRequest connection) {
    var method = call.getResourceMethod();
    if (method.isAnnotationPresent(AllowAnyone.class)) {
      return;
    }
    var token = authenticate(request.getHeaderString("Authorization"), connection);
    limits.get().countToken(token.id());
    if (!mayCall(token.role(), Optional.ofNullable(method.getAnnotation(Allow.class)))) {
      throw Refusal.of(
          FORBIDDEN, "a token with the role " + token.role().keyword() + " may not do this");
    }
    caller.is(token);
  }

  private Token authenticate(@Nullable String header, HttpServerRequest connection) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw failed(connection, "there is no bearer token in the Authorization header");
    }
    return tokens
        .get()
        .recognise(header.substring(SCHEME.length()).strip())
        .orElseThrow(() -> failed(connection, "the token is unknown, revoked or expired"));
  }

  /// Only failures are counted here: nobody who guesses can lock out who knows.
  private Refusal failed(HttpServerRequest connection, String detail) {
    limits.get().countFailure(connection.remoteAddress().hostAddress());
    return Refusal.of(UNAUTHENTICATED, detail);
  }

  private static boolean mayCall(Role role, Optional<Allow> allow) {
    return role == Role.ADMIN
        || allow.map(names -> Arrays.asList(names.value()).contains(role)).orElse(false);
  }
}
