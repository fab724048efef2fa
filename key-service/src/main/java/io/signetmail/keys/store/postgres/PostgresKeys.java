package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.KeyTable;
import io.signetmail.keys.users.UserName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

record PostgresKeys(Handle handle) implements KeyTable {
  @Override
  public Optional<SigningKey> find(SigningKey.Id id) {
    return bindId(
            handle.createQuery(
                "SELECT * FROM signing_key WHERE domain = :domain AND selector = :selector"),
            id)
        .map((row, _) -> key(row))
        .findOne();
  }

  @Override
  public List<SigningKey> list(MailDomain domain) {
    return handle
        .createQuery("SELECT * FROM signing_key WHERE domain = :domain ORDER BY selector")
        .bind("domain", domain.name())
        .map((row, _) -> key(row))
        .list();
  }

  @Override
  public long count(MailDomain domain) {
    return handle
        .createQuery("SELECT count(*) FROM signing_key WHERE domain = :domain")
        .bind("domain", domain.name())
        .mapTo(Long.class)
        .one();
  }

  @Override
  public List<SigningKey> ofUser(UserName user) {
    return handle
        .createQuery("SELECT * FROM signing_key WHERE account = :user ORDER BY domain, selector")
        .bind("user", user.value())
        .map((row, _) -> key(row))
        .list();
  }

  @Override
  public void add(SigningKey key, Change change) {
    new PostgresChanges(handle).record(change);
    bindState(
            bindId(
                handle.createUpdate(
                    """
                    INSERT INTO signing_key (domain, selector, account, algorithm, public_value,
                                             private_key, state, since, created_at)
                    VALUES (:domain, :selector, :account, :algorithm, :publicValue,
                            :privateKey, :state, :since, :createdAt)
                    """),
                key.id()),
            key)
        .bindByType("account", key.user().map(UserName::value).orElse(null), String.class)
        .bind("algorithm", key.algorithm().toString())
        .bind("publicValue", key.publicValue())
        .bind("createdAt", Columns.timestamp(key.status().createdAt()))
        .execute();
  }

  @Override
  public void replace(SigningKey key, Change change) {
    new PostgresChanges(handle).record(change);
    bindState(
            bindId(
                handle.createUpdate(
                    """
                    UPDATE signing_key
                    SET private_key = CASE WHEN CAST(:privateKey AS bytea) IS NULL THEN NULL
                                           ELSE private_key END,
                        state = :state, since = :since
                    WHERE domain = :domain AND selector = :selector
                    """),
                key.id()),
            key)
        .execute();
  }

  @Override
  public void remove(SigningKey.Id id, Change change) {
    new PostgresChanges(handle).record(change);
    bindId(
            handle.createUpdate(
                "DELETE FROM signing_key WHERE domain = :domain AND selector = :selector"),
            id)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bindId(S statement, SigningKey.Id id) {
    return statement.bind("domain", id.domain().name()).bind("selector", id.selector().value());
  }

  private static <S extends SqlStatement<S>> S bindState(S statement, SigningKey key) {
    return statement
        .bindByType("privateKey", Columns.bytes(key.privateKey()), byte[].class)
        .bind("state", key.state().keyword())
        .bind("since", Columns.timestamp(key.status().since()));
  }

  private static SigningKey key(ResultSet row) throws SQLException {
    var algorithm = row.getString("algorithm");
    return new SigningKey(
        new SigningKey.Id(
            new MailDomain(row.getString("domain")), new Selector(row.getString("selector"))),
        Optional.ofNullable(row.getString("account")).map(UserName::new),
        KeyAlgorithm.parse(algorithm)
            .orElseThrow(() -> new SQLException("unknown algorithm " + algorithm)),
        row.getString("public_value"),
        Columns.sealed(row, "private_key"),
        new SigningKey.Status(
            KeyState.ofKeyword(row.getString("state")),
            Columns.instant(row, "since"),
            Columns.instant(row, "created_at")));
  }
}
