package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.FORBIDDEN;
import static io.signetmail.keys.problems.ProblemType.UNAUTHENTICATED;

import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.tokens.Role;
import io.signetmail.keys.tokens.Token;
import io.signetmail.keys.tokens.Tokens;
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

  /// A filter is made before the database is configured, so it asks for the tokens when it runs.
  Authentication(Provider<Tokens> tokens, Caller caller) {
    this.tokens = tokens;
    this.caller = caller;
  }

  @ServerRequestFilter(priority = Priorities.AUTHENTICATION)
  public void filter(ContainerRequestContext request, ResourceInfo call) {
    var method = call.getResourceMethod();
    if (method.isAnnotationPresent(AllowAnyone.class)) {
      return;
    }
    var actor = authenticate(request.getHeaderString("Authorization"));
    if (!mayCall(actor.role(), Optional.ofNullable(method.getAnnotation(Allow.class)))) {
      throw Refusal.of(
          FORBIDDEN, "a token with the role " + actor.role().keyword() + " may not do this");
    }
    caller.is(actor);
  }

  private Actor authenticate(@Nullable String header) {
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw Refusal.of(UNAUTHENTICATED, "there is no bearer token in the Authorization header");
    }
    return tokens
        .get()
        .recognise(header.substring(SCHEME.length()).strip())
        .map(Token::actor)
        .orElseThrow(() -> Refusal.of(UNAUTHENTICATED, "the token is unknown, revoked or expired"));
  }

  private static boolean mayCall(Role role, Optional<Allow> allow) {
    return role == Role.ADMIN
        || allow.map(names -> Arrays.asList(names.value()).contains(role)).orElse(false);
  }
}
