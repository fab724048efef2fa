package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.rotation.Rotation;
import io.signetmail.keys.rotation.RotationSchedule;
import io.signetmail.keys.rotation.RotationState;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.store.RotationTable;
import io.signetmail.keys.users.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

record PostgresRotations(Handle handle) implements RotationTable {
  @Override
  public Optional<Rotation> find(String id) {
    return handle
        .createQuery("SELECT * FROM rotation WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> rotation(row))
        .findOne();
  }

  @Override
  public List<Rotation> list(MailDomain domain, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM rotation WHERE domain = :domain
            ORDER BY started_at DESC, id LIMIT :limit
            """)
        .bind("domain", domain.name())
        .bind("limit", limit)
        .map((row, _) -> rotation(row))
        .list();
  }

  @Override
  public List<Rotation> running(MailDomain domain) {
    return handle
        .createQuery(
            "SELECT * FROM rotation WHERE domain = :domain AND look_at IS NOT NULL ORDER BY id")
        .bind("domain", domain.name())
        .map((row, _) -> rotation(row))
        .list();
  }

  @Override
  public void add(Rotation rotation, Change change) {
    new PostgresChanges(handle).record(change);
    bindPhase(
            handle.createUpdate(
                """
                INSERT INTO rotation (id, domain, account, family, selector, outgoing, state, since,
                                      started_at, waiting_for, look_at)
                VALUES (:id, :domain, :account, :family, :selector, :outgoing, :state, :since,
                        :startedAt, :waitingFor, :lookAt)
                """),
            rotation)
        .bind("domain", rotation.domain().name())
        .bindByType(
            "account", rotation.scope().user().map(UserName::value).orElse(null), String.class)
        .bind("family", rotation.scope().family().keyword())
        .bind("selector", rotation.selector().value())
        .bind("startedAt", Columns.timestamp(rotation.startedAt()))
        .execute();
  }

  @Override
  public void replace(Rotation rotation, Change change) {
    new PostgresChanges(handle).record(change);
    bindPhase(
            handle.createUpdate(
                """
                UPDATE rotation SET outgoing = :outgoing, state = :state, since = :since,
                                    waiting_for = :waitingFor, look_at = :lookAt
                WHERE id = :id
                """),
            rotation)
        .execute();
  }

  @Override
  public void postpone(String id, String waitingFor, Instant lookAt) {
    handle
        .createUpdate("UPDATE rotation SET waiting_for = :text, look_at = :at WHERE id = :id")
        .bind("id", id)
        .bind("text", waitingFor)
        .bind("at", Columns.timestamp(lookAt))
        .execute();
  }

  @Override
  public Optional<Rotation> claim(Instant now, Instant leaseEnd) {
    return handle
        .createQuery(
            """
            UPDATE rotation SET look_at = :leaseEnd
            WHERE id = (SELECT r.id FROM rotation r JOIN domain d ON d.name = r.domain
                        WHERE r.look_at <= :now AND d.removed_at IS NULL
                        ORDER BY r.look_at LIMIT 1 FOR UPDATE OF r SKIP LOCKED)
            RETURNING *
            """)
        .bind("now", Columns.timestamp(now))
        .bind("leaseEnd", Columns.timestamp(leaseEnd))
        .map((row, _) -> rotation(row))
        .findOne();
  }

  @Override
  public Optional<RotationSchedule> schedule(MailDomain domain) {
    return handle
        .createQuery("SELECT * FROM rotation_schedule WHERE domain = :domain")
        .bind("domain", domain.name())
        .map((row, _) -> schedule(row))
        .findOne();
  }

  @Override
  public void putSchedule(RotationSchedule schedule, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate(
            """
            INSERT INTO rotation_schedule (domain, every_days, next_at)
            VALUES (:domain, :everyDays, :nextAt)
            ON CONFLICT (domain) DO UPDATE SET every_days = :everyDays, next_at = :nextAt
            """)
        .bind("domain", schedule.domain().name())
        .bind("everyDays", schedule.everyDays())
        .bind("nextAt", Columns.timestamp(schedule.nextAt()))
        .execute();
  }

  @Override
  public void removeSchedule(MailDomain domain, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate("DELETE FROM rotation_schedule WHERE domain = :domain")
        .bind("domain", domain.name())
        .execute();
  }

  @Override
  public Optional<RotationSchedule> claimSchedule(Instant now, Instant leaseEnd) {
    return handle
        .createQuery(
            """
            UPDATE rotation_schedule SET next_at = :leaseEnd
            WHERE domain = (SELECT s.domain FROM rotation_schedule s
                            JOIN domain d ON d.name = s.domain
                            WHERE s.next_at <= :now AND d.removed_at IS NULL
                            ORDER BY s.next_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED)
            RETURNING *
            """)
        .bind("now", Columns.timestamp(now))
        .bind("leaseEnd", Columns.timestamp(leaseEnd))
        .map((row, _) -> schedule(row))
        .findOne();
  }

  @Override
  public void reschedule(MailDomain domain, Instant nextAt) {
    handle
        .createUpdate("UPDATE rotation_schedule SET next_at = :at WHERE domain = :domain")
        .bind("domain", domain.name())
        .bind("at", Columns.timestamp(nextAt))
        .execute();
  }

  private static <S extends SqlStatement<S>> S bindPhase(S statement, Rotation rotation) {
    var outgoing = rotation.outgoing().stream().map(Selector::value).toArray(String[]::new);
    return statement
        .bind("id", rotation.id())
        .bindByType("outgoing", outgoing, String[].class)
        .bind("state", rotation.state().keyword())
        .bind("since", Columns.timestamp(rotation.phase().since()))
        .bind("waitingFor", rotation.phase().waitingFor())
        .bindByType(
            "lookAt", Columns.timestamp(rotation.phase().lookAt()), java.time.OffsetDateTime.class);
  }

  private static Rotation rotation(ResultSet row) throws SQLException {
    var outgoing = (String[]) row.getArray("outgoing").getArray();
    var family =
        KeyAlgorithm.Family.valueOf(row.getString("family").toUpperCase(java.util.Locale.ROOT));
    return new Rotation(
        row.getString("id"),
        new Rotation.Scope(
            new MailDomain(row.getString("domain")),
            Optional.ofNullable(row.getString("account")).map(UserName::new),
            family),
        new Selector(row.getString("selector")),
        Arrays.stream(outgoing).map(Selector::new).toList(),
        new Rotation.Phase(
            RotationState.ofKeyword(row.getString("state")),
            Columns.instant(row, "since"),
            row.getString("waiting_for"),
            Columns.optionalInstant(row, "look_at")),
        Columns.instant(row, "started_at"));
  }

  private static RotationSchedule schedule(ResultSet row) throws SQLException {
    return new RotationSchedule(
        new MailDomain(row.getString("domain")),
        row.getInt("every_days"),
        Columns.instant(row, "next_at"));
  }
}
