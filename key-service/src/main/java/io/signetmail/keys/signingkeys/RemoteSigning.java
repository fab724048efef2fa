package io.signetmail.keys.signingkeys;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static io.signetmail.keys.problems.ProblemType.NO_SIGNING_KEY;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_KEY;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.tokens.Actor;
import io.signetmail.keys.users.UserName;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// Signs digests with keys that stay here. The same keys sign for the same users as in a lookup,
/// and every signature is in the audit trail before it leaves.
@Singleton
public final class RemoteSigning {
  private final KeyStore store;
  private final PrivateKeys privateKeys;
  private final InstantSource clock;

  public RemoteSigning(KeyStore store, PrivateKeys privateKeys, InstantSource clock) {
    this.store = store;
    this.privateKeys = privateKeys;
    this.clock = clock;
  }

  /// @param sender the domain of the From address; the key may be a parent's
  public record Request(
      UserName user,
      MailDomain sender,
      Selector selector,
      DigestAlgorithm algorithm,
      HeaderDigest digest) {}

  /// @param signature base64, for `b=`
  public record Signed(SigningKey key, String signature) {}

  public Signed sign(Actor actor, Request request) {
    actor.requireScope(request.sender());
    var lookup = privateKeys.explain(request.user(), request.sender());
    var key = choose(lookup, request);
    actor.requireScope(key.domain());
    var signature =
        privateKeys.use(key, secret -> request.algorithm().sign(secret, request.digest().bytes()));
    store.change(
        List.of(),
        transaction -> {
          transaction.changes().note(used(actor, request, key));
          return null;
        });
    return new Signed(key, Base64.getEncoder().encodeToString(signature));
  }

  private static SigningKey choose(KeyLookup lookup, Request request) {
    lookup
        .reason()
        .ifPresent(reason -> {
          throw Refusal.of(
              NO_SIGNING_KEY,
              "no key signs for %s at %s: %s"
                  .formatted(request.user(), request.sender(), reason.keyword()));
        });
    var key =
        lookup.keys().stream()
            .filter(found -> found.selector().equals(request.selector()))
            .findFirst()
            .orElseThrow(() ->
                Refusal.of(
                    UNKNOWN_KEY,
                    "selector",
                    "the key %s does not sign for %s at %s"
                        .formatted(request.selector(), request.user(), request.sender())));
    if (key.algorithm().family() != request.algorithm().family()) {
      throw Refusal.of(
          INVALID_REQUEST,
          "algorithm",
          "the key %s is %s".formatted(key.selector(), key.algorithm()));
    }
    return key;
  }

  private Change used(Actor actor, Request request, SigningKey key) {
    return Change.of(Subject.domain(key.domain()), "key.signed", actor, clock.instant())
        .with("selector", key.selector())
        .with("user", request.user());
  }
}
