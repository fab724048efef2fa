package io.signetmail.keys.store.postgres;

import io.signetmail.keys.idempotency.KeptAnswer;
import io.signetmail.keys.store.AnswerTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record PostgresAnswers(Handle handle) implements AnswerTable {
  @Override
  public Optional<KeptAnswer> find(KeptAnswer.Id id) {
    return handle
        .createQuery("SELECT * FROM kept_answer WHERE caller = :caller AND key = :key")
        .bind("caller", id.caller())
        .bind("key", id.key())
        .map((row, _) -> answer(row))
        .findOne();
  }

  @Override
  public void put(KeptAnswer answer) {
    var outcome = answer.outcome();
    handle
        .createUpdate(
            """
            INSERT INTO kept_answer (caller, key, request_hash, status, answer, created_at)
            VALUES (:caller, :key, :hash, :status, :answer, :at)
            ON CONFLICT (caller, key) DO UPDATE
            SET request_hash = excluded.request_hash, status = excluded.status,
                answer = excluded.answer, created_at = excluded.created_at
            """)
        .bind("caller", answer.id().caller())
        .bind("key", answer.id().key())
        .bind("hash", answer.requestHash())
        .bindByType("status", outcome.map(KeptAnswer.Outcome::status).orElse(null), Integer.class)
        .bindByType("answer", Columns.bytes(outcome.map(KeptAnswer.Outcome::body)), byte[].class)
        .bind("at", Columns.timestamp(answer.createdAt()))
        .execute();
  }

  @Override
  public void remove(KeptAnswer.Id id) {
    handle
        .createUpdate("DELETE FROM kept_answer WHERE caller = :caller AND key = :key")
        .bind("caller", id.caller())
        .bind("key", id.key())
        .execute();
  }

  @Override
  public void removeBefore(Instant limit) {
    handle
        .createUpdate("DELETE FROM kept_answer WHERE created_at < :limit")
        .bind("limit", Columns.timestamp(limit))
        .execute();
  }

  private static KeptAnswer answer(ResultSet row) throws SQLException {
    int status = row.getInt("status");
    var outcome = Columns.sealed(row, "answer").map(body -> new KeptAnswer.Outcome(status, body));
    return new KeptAnswer(
        new KeptAnswer.Id(row.getString("caller"), row.getString("key")),
        row.getString("request_hash"),
        outcome,
        Columns.instant(row, "created_at"));
  }
}
