package io.signetmail.keys.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.keys.problems.ProblemType;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.MemoryKeyStore;
import io.signetmail.keys.vault.MasterKey;
import io.signetmail.keys.vault.Vault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class IdempotentCallsTest {
  private static final KeptAnswer.Id ID = new KeptAnswer.Id("token", "k1");

  private Instant now = Instant.parse("2026-11-23T10:00:00Z");
  private final MemoryKeyStore store = new MemoryKeyStore();
  private final IdempotentCalls calls =
      new IdempotentCalls(
          store,
          new Vault(
              MasterKey.parse(Base64.getEncoder().encodeToString(new byte[32])),
              List.of(),
              new SecureRandom()),
          () -> now);

  private static void refused(ThrowingCallable call, ProblemType type) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.type()).isEqualTo(type));
  }

  @Test
  void theAnswerIsGivenAgainForADay() {
    assertThat(calls.begin(ID, "h")).isEmpty();
    calls.finish(ID, "h", 201, "answer");
    now = now.plus(Duration.ofHours(23));
    var replay = calls.begin(ID, "h").orElseThrow();
    assertThat(replay.status()).isEqualTo(201);
    assertThat(replay.body()).isEqualTo("answer");
    now = now.plus(Duration.ofHours(2));
    assertThat(calls.begin(ID, "h")).isEmpty();
  }

  @Test
  void anotherCallUnderTheSameKeyIsRefusedAndAnotherCallersKeyIsAnother() {
    assertThat(calls.begin(ID, "h")).isEmpty();
    calls.finish(ID, "h", 200, "");
    refused(() -> calls.begin(ID, "other"), ProblemType.IDEMPOTENCY_KEY_REUSED);
    assertThat(calls.begin(new KeptAnswer.Id("token 2", "k1"), "other")).isEmpty();
  }

  @Test
  void aCallThatIsWorkedOnIsNotMadeTwiceUnlessItWasAbandoned() {
    assertThat(calls.begin(ID, "h")).isEmpty();
    refused(() -> calls.begin(ID, "h"), ProblemType.IDEMPOTENCY_KEY_IN_USE);
    now = now.plus(IdempotentCalls.ABANDONED_AFTER);
    assertThat(calls.begin(ID, "h")).isEmpty();
  }

  @Test
  void aForgottenCallIsMadeAgain() {
    assertThat(calls.begin(ID, "h")).isEmpty();
    calls.forget(ID);
    assertThat(calls.begin(ID, "h")).isEmpty();
  }

  @Test
  void theStoredAnswerIsSealed() {
    assertThat(calls.begin(ID, "h")).isEmpty();
    calls.finish(ID, "h", 201, "secret-token");
    var kept = store.read(t -> t.answers().find(ID)).orElseThrow();
    assertThat(kept.outcome().orElseThrow().body().bytes())
        .asString(java.nio.charset.StandardCharsets.ISO_8859_1)
        .doesNotContain("secret-token");
  }

  @Test
  void aKeyIsPrintable() {
    for (var key : List.of("", "a b", "ä", "x".repeat(256))) {
      refused(() -> calls.begin(new KeptAnswer.Id("token", key), "h"), ProblemType.INVALID_REQUEST);
    }
  }
}
