package io.signetmail.keys.idempotency;

import static io.signetmail.keys.problems.ProblemType.IDEMPOTENCY_KEY_IN_USE;
import static io.signetmail.keys.problems.ProblemType.IDEMPOTENCY_KEY_REUSED;
import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.signetmail.keys.changes.Subject;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.KeyStore;
import io.signetmail.keys.vault.Vault;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Remembers for a day what calls were answered.
///
/// A process that dies between its work and the note of its answer leaves the key open: after
/// {@link #ABANDONED_AFTER} the same call is made again.
@Singleton
public final class IdempotentCalls {
  static final Duration KEPT_FOR = Duration.ofHours(24);
  static final Duration ABANDONED_AFTER = Duration.ofMinutes(1);
  static final String FIELD = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final KeyStore store;
  private final Vault vault;
  private final InstantSource clock;

  public IdempotentCalls(KeyStore store, Vault vault, InstantSource clock) {
    this.store = store;
    this.vault = vault;
    this.clock = clock;
  }

  /// An answer that was given before.
  public record Replay(int status, String body) {}

  /// The answer to give again; empty when the call is new and must be made.
  public Optional<Replay> begin(KeptAnswer.Id id, String requestHash) {
    if (!KEY.matcher(id.key()).matches()) {
      throw Refusal.of(
          INVALID_REQUEST, FIELD, "an Idempotency-Key has 1 to 255 printable ASCII characters");
    }
    var now = clock.instant();
    return store.change(
        List.of(Subject.token(id.caller() + "/" + id.key())),
        transaction -> {
          var answers = transaction.answers();
          var known = answers.find(id).filter(kept -> kept.createdAt().plus(KEPT_FOR).isAfter(now));
          if (known.isPresent()) {
            requireSame(known.get(), requestHash);
            if (known.get().outcome().isPresent()) {
              return known.get().outcome().map(outcome -> replay(id, outcome));
            }
            if (known.get().createdAt().plus(ABANDONED_AFTER).isAfter(now)) {
              throw Refusal.of(
                  IDEMPOTENCY_KEY_IN_USE, FIELD, "a call with this key is being worked on");
            }
          }
          answers.removeBefore(now.minus(KEPT_FOR));
          answers.put(new KeptAnswer(id, requestHash, Optional.empty(), now));
          return Optional.empty();
        });
  }

  /// Keeps what the call was answered.
  public void finish(KeptAnswer.Id id, String requestHash, int status, String body) {
    var outcome = new KeptAnswer.Outcome(status, vault.seal(context(id), body.getBytes(UTF_8)));
    var kept = new KeptAnswer(id, requestHash, Optional.of(outcome), clock.instant());
    store.change(
        List.of(),
        transaction -> {
          transaction.answers().put(kept);
          return null;
        });
  }

  /// The call came to nothing that may be repeated to anybody: the key is free again.
  public void forget(KeptAnswer.Id id) {
    store.change(
        List.of(),
        transaction -> {
          transaction.answers().remove(id);
          return null;
        });
  }

  private static void requireSame(KeptAnswer known, String requestHash) {
    if (!known.requestHash().equals(requestHash)) {
      throw Refusal.of(
          IDEMPOTENCY_KEY_REUSED, FIELD, "this key was used for another call, choose a new one");
    }
  }

  private Replay replay(KeptAnswer.Id id, KeptAnswer.Outcome outcome) {
    return new Replay(outcome.status(), new String(vault.open(context(id), outcome.body()), UTF_8));
  }

  private static String context(KeptAnswer.Id id) {
    return "answer:" + id.caller() + "/" + id.key();
  }
}
