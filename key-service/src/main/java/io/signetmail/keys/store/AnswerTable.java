package io.signetmail.keys.store;

import io.signetmail.keys.idempotency.KeptAnswer;
import java.time.Instant;
import java.util.Optional;

/// What calls with an Idempotency-Key were answered.
public interface AnswerTable {
  Optional<KeptAnswer> find(KeptAnswer.Id id);

  /// Adds the answer, or replaces the one with the same id.
  void put(KeptAnswer answer);

  void remove(KeptAnswer.Id id);

  /// Forgets answers made before this moment.
  void removeBefore(Instant limit);
}
