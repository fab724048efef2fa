package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.Page;
import io.signetmail.keys.store.UserTable;
import io.signetmail.keys.users.User;
import io.signetmail.keys.users.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record PostgresUsers(Handle handle) implements UserTable {
  @Override
  public Optional<User> find(UserName name) {
    return handle
        .createQuery("SELECT * FROM account WHERE name = :name")
        .bind("name", name.value())
        .map((row, _) -> user(row))
        .findOne();
  }

  @Override
  public List<User> list(Page page) {
    return handle
        .createQuery("SELECT * FROM account WHERE name > :after ORDER BY name LIMIT :limit")
        .bind("after", page.after())
        .bind("limit", page.limit())
        .map((row, _) -> user(row))
        .list();
  }

  @Override
  public void put(User user, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate(
            """
            INSERT INTO account (name, verifiers, created_by, created_at)
            VALUES (:name, :verifiers, :by, :at)
            ON CONFLICT (name) DO UPDATE SET verifiers = excluded.verifiers
            """)
        .bind("name", user.name().value())
        .bindByType("verifiers", Columns.bytes(user.verifiers()), byte[].class)
        .bind("by", user.createdBy())
        .bind("at", Columns.timestamp(user.createdAt()))
        .execute();
  }

  @Override
  public void remove(UserName name, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate("DELETE FROM account WHERE name = :name")
        .bind("name", name.value())
        .execute();
  }

  @Override
  public List<MailDomain> grants(UserName user) {
    return handle
        .createQuery(
            "SELECT g.domain FROM sender_grant g JOIN domain d ON d.name = g.domain"
                + " WHERE g.account = :user AND d.removed_at IS NULL ORDER BY g.domain")
        .bind("user", user.value())
        .map((row, _) -> new MailDomain(row.getString(1)))
        .list();
  }

  @Override
  public List<MailDomain> heldGrants(UserName user) {
    return handle
        .createQuery("SELECT domain FROM sender_grant WHERE account = :user ORDER BY domain")
        .bind("user", user.value())
        .map((row, _) -> new MailDomain(row.getString(1)))
        .list();
  }

  @Override
  public List<MailDomain> grantedAmong(UserName user, Collection<MailDomain> domains) {
    return handle
        .createQuery(
            "SELECT g.domain FROM sender_grant g JOIN domain d ON d.name = g.domain"
                + " WHERE g.account = :user AND g.domain = ANY (:domains)"
                + " AND d.removed_at IS NULL ORDER BY g.domain")
        .bind("user", user.value())
        .bindArray("domains", String.class, domains.stream().map(MailDomain::name).toList())
        .map((row, _) -> new MailDomain(row.getString(1)))
        .list();
  }

  @Override
  public List<UserName> grantedTo(MailDomain domain) {
    return handle
        .createQuery("SELECT account FROM sender_grant WHERE domain = :domain ORDER BY account")
        .bind("domain", domain.name())
        .map((row, _) -> new UserName(row.getString(1)))
        .list();
  }

  @Override
  public void grant(UserName user, MailDomain domain, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate("INSERT INTO sender_grant (account, domain) VALUES (:user, :domain)")
        .bind("user", user.value())
        .bind("domain", domain.name())
        .execute();
  }

  @Override
  public void revoke(UserName user, MailDomain domain, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate("DELETE FROM sender_grant WHERE account = :user AND domain = :domain")
        .bind("user", user.value())
        .bind("domain", domain.name())
        .execute();
  }

  private static User user(ResultSet row) throws SQLException {
    return new User(
        new UserName(row.getString("name")),
        Columns.sealed(row, "verifiers"),
        row.getString("created_by"),
        Columns.instant(row, "created_at"));
  }
}
