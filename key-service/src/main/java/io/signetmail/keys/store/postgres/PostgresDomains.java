package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.DomainQuery;
import io.signetmail.keys.domains.DomainSettings;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.DomainTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record PostgresDomains(Handle handle) implements DomainTable {
  @Override
  public Optional<Domain> find(MailDomain name) {
    return handle
        .createQuery("SELECT * FROM domain WHERE name = :name")
        .bind("name", name.name())
        .map((row, _) -> domain(row))
        .findOne();
  }

  @Override
  public List<Domain> list(DomainQuery query) {
    var within = query.scope().domains().stream().flatMap(Collection::stream);
    return handle
        .createQuery(
            """
            SELECT * FROM domain
            WHERE name > :after
              AND (removed_at IS NOT NULL) = :removed
              AND (:contains = '' OR position(:contains IN name) > 0)
              AND (NOT :limited OR EXISTS (
                SELECT 1 FROM unnest(:within) AS top
                WHERE name = top OR right(name, length(top) + 1) = '.' || top))
            ORDER BY name LIMIT :limit
            """)
        .bind("after", query.page().after())
        .bind("removed", query.removed())
        .bind("contains", query.contains())
        .bind("limited", query.scope().isLimited())
        .bindArray("within", String.class, within.map(MailDomain::name).toList())
        .bind("limit", query.page().limit())
        .map((row, _) -> domain(row))
        .list();
  }

  @Override
  public List<Domain> removedBefore(Instant limit, int count) {
    return handle
        .createQuery(
            "SELECT * FROM domain WHERE removed_at <= :limit ORDER BY removed_at, name LIMIT :count")
        .bind("limit", Columns.timestamp(limit))
        .bind("count", count)
        .map((row, _) -> domain(row))
        .list();
  }

  @Override
  public void add(Domain domain, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate(
            """
            INSERT INTO domain (name, created_at, removed_at, key_never_leaves)
            VALUES (:name, :at, :removedAt, :keyNeverLeaves)
            """)
        .bind("name", domain.name().name())
        .bind("at", Columns.timestamp(domain.createdAt()))
        .bind("removedAt", Columns.timestamp(domain.removedAt()))
        .bind("keyNeverLeaves", domain.settings().keyNeverLeaves())
        .execute();
  }

  @Override
  public void replace(Domain domain, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate(
            """
            UPDATE domain SET removed_at = :removedAt, key_never_leaves = :keyNeverLeaves
            WHERE name = :name
            """)
        .bind("name", domain.name().name())
        .bind("removedAt", Columns.timestamp(domain.removedAt()))
        .bind("keyNeverLeaves", domain.settings().keyNeverLeaves())
        .execute();
  }

  @Override
  public void remove(MailDomain name, Change change) {
    new PostgresChanges(handle).record(change);
    PostgresDelegations.abandon(handle, name, change.at());
    handle
        .createUpdate("DELETE FROM domain WHERE name = :name")
        .bind("name", name.name())
        .execute();
  }

  private static Domain domain(ResultSet row) throws SQLException {
    return new Domain(
        new MailDomain(row.getString("name")),
        Columns.instant(row, "created_at"),
        new DomainSettings(row.getBoolean("key_never_leaves")),
        Columns.optionalInstant(row, "removed_at"));
  }
}
