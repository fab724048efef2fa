package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_TOKEN;
import static io.signetmail.keys.tokens.Role.AUDITOR;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.tokens.Role;
import io.signetmail.keys.tokens.Scope;
import io.signetmail.keys.tokens.Token;
import io.signetmail.keys.tokens.Tokens;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/// Bearer tokens: made, listed, revoked, recognised.
@Path("/v1/tokens")
@RunOnVirtualThread
class TokenResource {
  private static final int MAX_DOMAINS = 1000;

  private final Tokens tokens;
  private final Caller caller;

  TokenResource(Tokens tokens, Caller caller) {
    this.tokens = tokens;
    this.caller = caller;
  }

  record TokenInput(
      @Nullable String name,
      @Nullable String role,
      @Nullable List<@Nullable String> domains,
      @Nullable Instant expiresAt) {

    Tokens.NewToken toNewToken() {
      return new Tokens.NewToken(
          Input.required("name", name),
          Role.fromInput("role", Input.required("role", role)),
          scope(),
          Optional.ofNullable(expiresAt));
    }

    private Scope scope() {
      if (domains == null) {
        return Scope.EVERYTHING;
      }
      if (domains.isEmpty() || domains.size() > MAX_DOMAINS) {
        throw Refusal.of(
            INVALID_REQUEST, "domains", "give 1 to " + MAX_DOMAINS + " domains, or none at all");
      }
      return Scope.of(
          domains.stream()
              .map(text -> MailDomain.fromInput("domains", Input.required("domains", text)))
              .toList());
    }
  }

  /// @param token the secret, shown this once
  record IssuedView(String id, String token) {
    @Override
    public String toString() {
      return "IssuedView[" + id + "]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TokenView(
      String id,
      String name,
      String role,
      @Nullable List<String> domains,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {
    static TokenView of(Token token) {
      return new TokenView(
          token.id(),
          token.name(),
          token.role().keyword(),
          domainsOf(token),
          token.lifetime().createdAt(),
          token.lifetime().expiresAt().orElse(null),
          token.lifetime().lastUsedAt().orElse(null));
    }
  }

  /// @param next what to give as `after` for the next page; missing on the last one
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TokenList(List<TokenView> tokens, @Nullable String next) {}

  record IntrospectInput(@Nullable String token) {
    @Override
    public String toString() {
      return "IntrospectInput[secret]";
    }
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record IntrospectView(boolean active, @Nullable String role, @Nullable List<String> domains) {}

  @POST
  @Allow({})
  public RestResponse<IssuedView> create(@Nullable TokenInput input) {
    var issued = tokens.create(caller.actor(), Input.body(input).toNewToken());
    return Answers.secret(
        RestResponse.Status.CREATED, new IssuedView(issued.token().id(), issued.secret().text()));
  }

  @GET
  @Allow(AUDITOR)
  public TokenList list(@RestQuery @Nullable String after, @RestQuery @Nullable String limit) {
    var all = tokens.list().stream().map(TokenView::of).toList();
    var part = Part.of(all, TokenView::id, Input.page(after, limit));
    return new TokenList(part.items(), part.next());
  }

  @GET
  @Path("{id}")
  @Allow(AUDITOR)
  public TokenView get(@RestPath String id) {
    return TokenView.of(tokens.get(known(id)));
  }

  @DELETE
  @Path("{id}")
  @Allow({})
  public void revoke(@RestPath String id) {
    tokens.revoke(caller.actor(), known(id));
  }

  private static String known(String id) {
    if (!id.matches("[a-z0-9-]{1,64}")) {
      throw Refusal.of(UNKNOWN_TOKEN, "id", "there is no such token");
    }
    return id;
  }

  /// Who has the token proves it by the token, so no other one is needed (compare RFC 7662 §2.1:
  /// what must be prevented is guessing, and 256 random bits cannot be guessed).
  @POST
  @Path("introspect")
  @AllowAnyone
  public RestResponse<IntrospectView> introspect(@Nullable IntrospectInput input) {
    var secret = Input.required("token", Input.body(input).token());
    var view =
        tokens
            .recognise(secret)
            .map(token -> new IntrospectView(true, token.role().keyword(), domainsOf(token)))
            .orElseGet(() -> new IntrospectView(false, null, null));
    return Answers.secret(RestResponse.Status.OK, view);
  }

  private static @Nullable List<String> domainsOf(Token token) {
    return token
        .scope()
        .domains()
        .map(set -> set.stream().map(MailDomain::name).toList())
        .orElse(null);
  }
}
