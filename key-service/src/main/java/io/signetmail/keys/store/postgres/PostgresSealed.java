package io.signetmail.keys.store.postgres;

import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.rewrap.SealedRow;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.keys.store.SealedTable;
import io.signetmail.keys.users.UserName;
import io.signetmail.keys.vault.Sealed;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

record PostgresSealed(Handle handle) implements SealedTable {
  @Override
  public List<SealedRow> lockForeign(byte[] masterKeyId, int limit) {
    var rows = new ArrayList<SealedRow>();
    rows.addAll(
        handle
            .createQuery(
                """
                SELECT domain, selector, private_key FROM signing_key
                WHERE private_key IS NOT NULL AND substring(private_key from 2 for 8) <> :id
                LIMIT :limit FOR UPDATE SKIP LOCKED
                """)
            .bind("id", masterKeyId)
            .bind("limit", limit)
            .<SealedRow>map((row, _) ->
                new SealedRow.OfKey(
                    new SigningKey.Id(
                        new MailDomain(row.getString("domain")),
                        new Selector(row.getString("selector"))),
                    Sealed.of(row.getBytes("private_key"))))
            .list());
    rows.addAll(
        handle
            .createQuery(
                """
                SELECT name, verifiers FROM account
                WHERE verifiers IS NOT NULL AND substring(verifiers from 2 for 8) <> :id
                LIMIT :limit FOR UPDATE SKIP LOCKED
                """)
            .bind("id", masterKeyId)
            .bind("limit", limit - rows.size())
            .<SealedRow>map((row, _) ->
                new SealedRow.OfUser(
                    new UserName(row.getString("name")), Sealed.of(row.getBytes("verifiers"))))
            .list());
    return rows;
  }

  @Override
  public void reseal(SealedRow row, Sealed anew) {
    switch (row) {
      case SealedRow.OfKey(var id, _) ->
          handle
              .createUpdate(
                  """
                  UPDATE signing_key SET private_key = :sealed
                  WHERE domain = :domain AND selector = :selector
                  """)
              .bind("sealed", anew.bytes())
              .bind("domain", id.domain().name())
              .bind("selector", id.selector().value())
              .execute();
      case SealedRow.OfUser(var user, _) ->
          handle
              .createUpdate("UPDATE account SET verifiers = :sealed WHERE name = :name")
              .bind("sealed", anew.bytes())
              .bind("name", user.value())
              .execute();
    }
  }

  @Override
  public long foreign(byte[] masterKeyId) {
    return handle
        .createQuery(
            """
            SELECT (SELECT count(*) FROM signing_key
                    WHERE private_key IS NOT NULL AND substring(private_key from 2 for 8) <> :id)
                 + (SELECT count(*) FROM account
                    WHERE verifiers IS NOT NULL AND substring(verifiers from 2 for 8) <> :id)
                 + (SELECT count(*) FROM kept_answer
                    WHERE answer IS NOT NULL AND substring(answer from 2 for 8) <> :id)
            """)
        .bind("id", masterKeyId)
        .mapTo(Long.class)
        .one();
  }
}
