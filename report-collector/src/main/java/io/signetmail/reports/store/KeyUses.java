package io.signetmail.reports.store;

import io.signetmail.bus.store.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;
import org.jspecify.annotations.Nullable;

/// Everything known about the use of keys, and whose turn it is to publish it.
public final class KeyUses {
  private static final long LOCK = 0x5167_6b65_7975_7365L;
  private static final int FETCH = 1_000;

  /// Older sightings say nothing a rotation asks for.
  private static final Duration FORGOTTEN = Duration.ofDays(400);

  /// Reports can name keys nobody ever had: of domains that never signed here nothing is told, and
  /// of the others the newest only, besides those that did sign here.
  private static final int MOST_REPORTED_OF_A_DOMAIN = 1_000;

  private static final String ALL =
      """
      with reported as (
        select r.domain, r.selector, r.last_reported,
          row_number() over (partition by r.domain order by r.last_reported desc) as n
        from key_reported r
        where exists (select from key_signed s where s.domain = r.domain)
      )
      select coalesce(s.domain, r.domain) as domain, coalesce(s.selector, r.selector) as selector,
        s.last_signed, r.last_reported
      from key_signed s
      full join reported r on r.domain = s.domain and r.selector = s.selector
      where s.domain is not null or r.n <= :most
      """;

  private final Jdbi database;

  public KeyUses(Jdbi database) {
    this.database = database;
  }

  /// One key.
  public record KeyUse(
      String domain,
      String selector,
      @Nullable Instant lastSigned,
      @Nullable Instant lastReported) {}

  /// What is done with the whole, once: it throws when it could not be done.
  public interface Publication {
    /// @param snapshot what is stored, and how far the log was read when it was
    void publish(Snapshot snapshot);
  }

  /// Does the work when the last one is long enough ago and no other collector is at it; false when
  /// there was nothing to do.
  public boolean whenDue(Instant now, Duration every, Publication work) {
    return database.inTransaction(handle -> {
      if (!isMine(handle) || isRecent(handle, now.minus(every))) {
        return false;
      }
      tell(work);
      handle
          .createUpdate("update key_usage_feed set published_at = :now")
          .bind("now", now.atOffset(ZoneOffset.UTC))
          .execute();
      handle
          .createUpdate("delete from key_reported where last_reported < :before")
          .bind("before", now.minus(FORGOTTEN).atOffset(ZoneOffset.UTC))
          .execute();
      return true;
    });
  }

  /// In a transaction of its own: what is told and how far it reaches must be of one moment.
  private void tell(Publication work) {
    try (var reading = database.open()) {
      reading.useTransaction(
          TransactionIsolationLevel.REPEATABLE_READ, handle -> work.publish(new Snapshot(handle)));
    }
  }

  private static boolean isMine(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  private static boolean isRecent(Handle handle, Instant limit) {
    return handle
        .createQuery("select exists (select from key_usage_feed where published_at > :limit)")
        .bind("limit", limit.atOffset(ZoneOffset.UTC))
        .mapTo(Boolean.class)
        .one();
  }

  /// The state of one moment.
  public static final class Snapshot {
    private final Handle handle;

    private Snapshot(Handle handle) {
      this.handle = handle;
    }

    /// Next offset of each of these partitions that anything was stored of.
    public Map<TopicPartition, Long> positions(
        Map<String, ? extends Collection<TopicPartition>> partitionsByGroup) {
      var positions = new HashMap<TopicPartition, Long>();
      partitionsByGroup.forEach((group, partitions) -> {
        try {
          positions.putAll(Offsets.load(handle.getConnection(), group, partitions));
        } catch (java.sql.SQLException e) {
          throw new StoreFailed(e);
        }
      });
      return positions;
    }

    /// Every key once.
    public void forEach(Consumer<KeyUse> consumer) {
      handle
          .createQuery(ALL)
          .bind("most", MOST_REPORTED_OF_A_DOMAIN)
          .setFetchSize(FETCH)
          .map((row, _) ->
              new KeyUse(
                  row.getString("domain"),
                  row.getString("selector"),
                  instant(row.getObject("last_signed", OffsetDateTime.class)),
                  instant(row.getObject("last_reported", OffsetDateTime.class))))
          .forEach(consumer);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
      return Optional.ofNullable(time).map(OffsetDateTime::toInstant).orElse(null);
    }
  }
}
