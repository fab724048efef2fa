package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.Domain;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.DomainTable;
import io.signetmail.keys.store.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record PostgresDomains(Handle handle) implements DomainTable {
  @Override
  public Optional<Domain> find(MailDomain name) {
    return handle
        .createQuery("SELECT name, created_at FROM domain WHERE name = :name")
        .bind("name", name.name())
        .map((row, _) -> domain(row))
        .findOne();
  }

  @Override
  public List<Domain> list(Page page) {
    return handle
        .createQuery(
            "SELECT name, created_at FROM domain WHERE name > :after ORDER BY name LIMIT :limit")
        .bind("after", page.after())
        .bind("limit", page.limit())
        .map((row, _) -> domain(row))
        .list();
  }

  @Override
  public void add(Domain domain, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate("INSERT INTO domain (name, created_at) VALUES (:name, :at)")
        .bind("name", domain.name().name())
        .bind("at", Columns.timestamp(domain.createdAt()))
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
    return new Domain(new MailDomain(row.getString("name")), Columns.instant(row, "created_at"));
  }
}
