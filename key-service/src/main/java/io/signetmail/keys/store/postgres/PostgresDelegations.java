package io.signetmail.keys.store.postgres;

import io.signetmail.keys.changes.Change;
import io.signetmail.keys.delegation.Delegation;
import io.signetmail.keys.delegation.Slot;
import io.signetmail.keys.delegation.SlotRecord;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.store.DelegationTable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

record PostgresDelegations(Handle handle) implements DelegationTable {
  @Override
  public Optional<Delegation> current(MailDomain domain) {
    return handle
        .createQuery("SELECT * FROM delegation WHERE domain = :domain AND abandoned_at IS NULL")
        .bind("domain", domain.name())
        .map((row, _) ->
            new Delegation(
                row.getString("label"),
                new MailDomain(row.getString("domain")),
                Columns.instant(row, "created_at")))
        .findOne();
  }

  @Override
  public Optional<MailDomain> owner(String label) {
    return handle
        .createQuery("SELECT domain FROM delegation WHERE label = :label AND abandoned_at IS NULL")
        .bind("label", label)
        .mapTo(String.class)
        .findOne()
        .map(MailDomain::new);
  }

  @Override
  public void add(Delegation delegation, Change change) {
    new PostgresChanges(handle).record(change);
    handle
        .createUpdate(
            "INSERT INTO delegation (label, domain, created_at) VALUES (:label, :domain, :at)")
        .bind("label", delegation.label())
        .bind("domain", delegation.domain().name())
        .bind("at", Columns.timestamp(delegation.createdAt()))
        .execute();
    for (var slot : Slot.values()) {
      handle
          .createUpdate(
              """
              INSERT INTO delegation_slot (label, selector, retry_at)
              VALUES (:label, :selector, :at)
              """)
          .bind("label", delegation.label())
          .bind("selector", slot.selector().value())
          .bind("at", Columns.timestamp(delegation.createdAt()))
          .execute();
    }
  }

  @Override
  public void abandon(MailDomain domain, Instant now, Change change) {
    new PostgresChanges(handle).record(change);
    abandon(handle, domain, now);
  }

  /// Part of what removing a domain does.
  static void abandon(Handle handle, MailDomain domain, Instant now) {
    handle
        .createUpdate(
            """
            UPDATE delegation SET abandoned_at = :now
            WHERE domain = :domain AND abandoned_at IS NULL
            """)
        .bind("domain", domain.name())
        .bind("now", Columns.timestamp(now))
        .execute();
  }

  @Override
  public Optional<SlotRecord> slot(String label, Selector selector) {
    return handle
        .createQuery("SELECT * FROM delegation_slot WHERE label = :label AND selector = :selector")
        .bind("label", label)
        .bind("selector", selector.value())
        .map((row, _) -> slot(row))
        .findOne();
  }

  @Override
  public Optional<SlotRecord> lockStale(Instant now) {
    return handle
        .createQuery(
            """
            SELECT s.* FROM delegation_slot s
            JOIN delegation d ON d.label = s.label
            LEFT JOIN signing_key k
              ON d.abandoned_at IS NULL AND k.domain = d.domain AND k.selector = s.selector
             AND k.account IS NULL
             AND k.state IN ('pending', 'published', 'active', 'retiring')
            WHERE s.retry_at <= :now AND s.published IS DISTINCT FROM k.public_value
            ORDER BY s.retry_at, s.label, s.selector
            LIMIT 1 FOR UPDATE OF s SKIP LOCKED
            """)
        .bind("now", Columns.timestamp(now))
        .map((row, _) -> slot(row))
        .findOne();
  }

  @Override
  public void published(SlotRecord slot, Optional<String> publicValue) {
    handle
        .createUpdate(
            """
            UPDATE delegation_slot SET published = :published, failure = NULL
            WHERE label = :label AND selector = :selector
            """)
        .bind("label", slot.label())
        .bind("selector", slot.selector().value())
        .bindByType("published", publicValue.orElse(null), String.class)
        .execute();
  }

  @Override
  public void failed(SlotRecord slot, String reason, Instant retryAt) {
    handle
        .createUpdate(
            """
            UPDATE delegation_slot SET failure = :reason, retry_at = :at
            WHERE label = :label AND selector = :selector
            """)
        .bind("label", slot.label())
        .bind("selector", slot.selector().value())
        .bind("reason", reason)
        .bind("at", Columns.timestamp(retryAt))
        .execute();
  }

  @Override
  public void clear(String label, Selector selector, String publicValue) {
    handle
        .createUpdate(
            """
            UPDATE delegation_slot SET cleared = :cleared
            WHERE label = :label AND selector = :selector
            """)
        .bind("label", label)
        .bind("selector", selector.value())
        .bind("cleared", publicValue)
        .execute();
  }

  private static SlotRecord slot(ResultSet row) throws SQLException {
    return new SlotRecord(
        row.getString("label"),
        new Selector(row.getString("selector")),
        Optional.ofNullable(row.getString("published")),
        Optional.ofNullable(row.getString("cleared")),
        Optional.ofNullable(row.getString("failure")));
  }
}
