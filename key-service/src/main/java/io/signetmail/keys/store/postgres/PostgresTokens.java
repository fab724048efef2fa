package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.store.TokenTable;
import io.signetmail.keys.tokens.Role;
import io.signetmail.keys.tokens.Scope;
import io.signetmail.keys.tokens.Token;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record PostgresTokens(Handle handle) implements TokenTable {
  @Override
  public Optional<Token> find(String id) {
    return handle
        .createQuery("SELECT * FROM token WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> token(row))
        .findOne();
  }

  @Override
  public Optional<Token> findByHash(String secretHash) {
    return handle
        .createQuery("SELECT * FROM token WHERE secret_hash = :hash")
        .bind("hash", secretHash)
        .map((row, _) -> token(row))
        .findOne();
  }

  @Override
  public List<Token> list() {
    return handle.createQuery("SELECT * FROM token ORDER BY id").map((row, _) -> token(row)).list();
  }

  @Override
  public void put(Token token, Change change) {
    new PostgresChanges(handle).record(change);
    var domains = token.scope().domains().map(set -> set.stream().map(MailDomain::name).toList());
    handle
        .createUpdate(
            """
            INSERT INTO token (id, name, role, domains, secret_hash, created_at, expires_at)
            VALUES (:id, :name, :role,
                    CASE WHEN :limited THEN :domains ELSE NULL END, :hash, :createdAt, :expiresAt)
            ON CONFLICT (id) DO UPDATE
            SET name = excluded.name, role = excluded.role, domains = excluded.domains,
                secret_hash = excluded.secret_hash, created_at = excluded.created_at,
                expires_at = excluded.expires_at
            """)
        .bind("id", token.id())
        .bind("name", token.name())
        .bind("role", token.role().keyword())
        .bind("limited", domains.isPresent())
        .bindArray("domains", String.class, domains.orElse(List.of()))
        .bind("hash", token.secretHash())
        .bind("createdAt", Columns.timestamp(token.lifetime().createdAt()))
        .bind("expiresAt", Columns.timestamp(token.lifetime().expiresAt()))
        .execute();
  }

  @Override
  public void remove(String id, Change change) {
    new PostgresChanges(handle).record(change);
    handle.createUpdate("DELETE FROM token WHERE id = :id").bind("id", id).execute();
  }

  @Override
  public void touch(String id, Instant now) {
    handle
        .createUpdate("UPDATE token SET last_used_at = :now WHERE id = :id")
        .bind("now", Columns.timestamp(now))
        .bind("id", id)
        .execute();
  }

  private static Token token(ResultSet row) throws SQLException {
    return new Token(
        row.getString("id"),
        row.getString("name"),
        Role.fromInput("role", row.getString("role")),
        scope(row),
        new Token.Lifetime(
            Columns.instant(row, "created_at"),
            Columns.optionalInstant(row, "expires_at"),
            Columns.optionalInstant(row, "last_used_at")),
        row.getString("secret_hash"));
  }

  private static Scope scope(ResultSet row) throws SQLException {
    var array = row.getArray("domains");
    return array == null
        ? Scope.EVERYTHING
        : Scope.of(Arrays.stream((String[]) array.getArray()).map(MailDomain::new).toList());
  }
}
