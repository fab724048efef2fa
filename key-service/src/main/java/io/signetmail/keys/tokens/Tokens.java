package io.signetmail.keys.tokens;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_TOKEN;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Makes, revokes and recognises bearer tokens.
@Singleton
public final class Tokens {
  private static final int ID_BYTES = 8;
  private static final int MAX_NAME_CHARS = 128;

  /// Longer than any token we make; what is longer is not worth hashing.
  private static final int MAX_SECRET_CHARS = 512;

  /// How exact `lastUsedAt` is.
  private static final Duration TOUCH_INTERVAL = Duration.ofMinutes(1);

  private final KeyStore store;
  private final SecureRandom random;
  private final InstantSource clock;

  public Tokens(KeyStore store, SecureRandom random, InstantSource clock) {
    this.store = store;
    this.random = random;
    this.clock = clock;
  }

  /// What a caller asks for.
  public record NewToken(String name, Role role, Scope scope, Optional<Instant> expiresAt) {}

  /// The only moment the secret is known.
  public record Issued(Token token, TokenSecret secret) {}

  public Issued create(Actor actor, NewToken wanted) {
    requireSensible(wanted);
    var secret = TokenSecret.random(random);
    var id = new byte[ID_BYTES];
    random.nextBytes(id);
    var token = token(HexFormat.of().formatHex(id), wanted, secret);
    put(actor, token, "token.created");
    return new Issued(token, secret);
  }

  /// Makes the token with this id stand for this secret, whatever it stood for before.
  void install(String id, NewToken wanted, TokenSecret secret) {
    var known = store.read(transaction -> transaction.tokens().find(id));
    if (known.isEmpty() || !known.get().secretHash().equals(secret.hash())) {
      put(Actor.SERVICE, token(id, wanted, secret), "token.installed");
    }
  }

  boolean hasAdmin() {
    return list().stream()
        .anyMatch(token -> token.role() == Role.ADMIN && token.isValidAt(clock.instant()));
  }

  public List<Token> list() {
    return store.read(transaction -> transaction.tokens().list());
  }

  public Token get(String id) {
    return store
        .read(transaction -> transaction.tokens().find(id))
        .orElseThrow(() -> Refusal.of(UNKNOWN_TOKEN, "id", "there is no such token"));
  }

  public void revoke(Actor actor, String id) {
    var subject = Subject.token(id);
    store.change(
        List.of(subject),
        transaction -> {
          var token = transaction.tokens().find(id);
          if (token.isEmpty()) {
            throw Refusal.of(UNKNOWN_TOKEN, "id", "there is no such token");
          }
          var change = Change.of(subject, "token.revoked", actor, clock.instant());
          transaction.tokens().remove(id, change.with("name", token.get().name()));
          return null;
        });
  }

  /// The token this secret belongs to, unless it expired.
  public Optional<Token> recognise(String secret) {
    if (secret.isEmpty() || secret.length() > MAX_SECRET_CHARS) {
      return Optional.empty();
    }
    var hash = new TokenSecret(secret).hash();
    var now = clock.instant();
    var token =
        store
            .read(transaction -> transaction.tokens().findByHash(hash))
            .filter(found -> found.isValidAt(now));
    token.filter(found -> isUntouched(found, now)).ifPresent(found -> touch(found, now));
    return token;
  }

  private void put(Actor actor, Token token, String action) {
    var subject = Subject.token(token.id());
    var change =
        Change.of(subject, action, actor, clock.instant())
            .with("name", token.name())
            .with("role", token.role().keyword());
    store.change(
        List.of(subject),
        transaction -> {
          transaction.tokens().put(token, change);
          return null;
        });
  }

  private static boolean isUntouched(Token token, Instant now) {
    return token
        .lifetime()
        .lastUsedAt()
        .map(last -> last.plus(TOUCH_INTERVAL).isBefore(now))
        .orElse(true);
  }

  private void touch(Token token, Instant now) {
    store.change(
        List.of(),
        transaction -> {
          transaction.tokens().touch(token.id(), now);
          return null;
        });
  }

  private Token token(String id, NewToken wanted, TokenSecret secret) {
    var lifetime = new Token.Lifetime(clock.instant(), wanted.expiresAt(), Optional.empty());
    return new Token(id, wanted.name(), wanted.role(), wanted.scope(), lifetime, secret.hash());
  }

  private void requireSensible(NewToken wanted) {
    var name = wanted.name();
    if (name.isBlank()
        || name.length() > MAX_NAME_CHARS
        || name.codePoints().anyMatch(Character::isISOControl)) {
      throw Refusal.of(
          INVALID_REQUEST, "name", "the name has 1 to " + MAX_NAME_CHARS + " printable characters");
    }
    if (wanted.expiresAt().map(at -> !at.isAfter(clock.instant())).orElse(false)) {
      throw Refusal.of(INVALID_REQUEST, "expiresAt", "the token would already be expired");
    }
    if (wanted.scope().isLimited()
        && wanted.role() != Role.PROVISIONER
        && wanted.role() != Role.SIGNER) {
      throw Refusal.of(
          INVALID_REQUEST, "domains", "only a provisioner or a signer can be limited to domains");
    }
  }
}
