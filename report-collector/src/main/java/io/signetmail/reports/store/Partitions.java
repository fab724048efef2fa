package io.signetmail.reports.store;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Makes the partitions of the months and days to come, and drops the history that is too old.
///
/// Several services may do so at once: an advisory lock lets one work and the others wait.
public final class Partitions {
  private static final int MONTHS_BACK = 14;
  private static final int MONTHS_AHEAD = 2;
  private static final int DAYS_AHEAD = 3;
  private static final long LOCK = 0x5167_7265_706f_7274L;

  private final Jdbi database;
  private final InstantSource clock;
  private final int historyDays;

  public Partitions(Jdbi database, InstantSource clock, int historyDays) {
    this.database = database;
    this.clock = clock;
    this.historyDays = historyDays;
  }

  public void maintain() {
    var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    database.useTransaction(handle -> {
      handle
          .createQuery("select pg_advisory_xact_lock(:lock)")
          .bind("lock", LOCK)
          .mapTo(String.class)
          .list();
      months(handle, YearMonth.from(today));
      days(handle, today);
      dropOldDays(handle, today.minusDays(historyDays));
    });
  }

  private static void months(Handle handle, YearMonth now) {
    for (int i = -MONTHS_BACK; i <= MONTHS_AHEAD; i++) {
      var month = now.plusMonths(i);
      make(handle, "report_record", month.toString(), month.atDay(1), month.plusMonths(1).atDay(1));
    }
  }

  private void days(Handle handle, LocalDate today) {
    for (int i = -historyDays; i <= DAYS_AHEAD; i++) {
      var day = today.plusDays(i);
      make(handle, "message_event", day.toString(), day, day.plusDays(1));
    }
  }

  /// Rows that reached the default partition first are moved along.
  private static void make(
      Handle handle, String table, String suffix, LocalDate from, LocalDate to) {
    var name = table + "_" + suffix.replace('-', '_');
    if (exists(handle, name)) {
      return;
    }
    var column = table.equals("message_event") ? "at" : "day";
    handle.execute("create table " + name + " (like " + table + " including defaults)");
    handle.execute(
        "with moved as (delete from %s_default where %s >= '%s' and %s < '%s' returning *)"
                .formatted(table, column, bound(table, from), column, bound(table, to))
            + " insert into "
            + name
            + " select * from moved");
    handle.execute(
        "alter table %s attach partition %s for values from ('%s') to ('%s')"
            .formatted(table, name, bound(table, from), bound(table, to)));
  }

  private static String bound(String table, LocalDate day) {
    return table.equals("message_event") ? day + " 00:00:00+00" : day.toString();
  }

  private static void dropOldDays(Handle handle, LocalDate before) {
    var oldest = "message_event_" + before.toString().replace('-', '_');
    handle
        .createQuery(
            "select relname from pg_class where relname like 'message\\_event\\_2%' and relkind ="
                + " 'r' and relname < :oldest and relnamespace = current_schema::regnamespace")
        .bind("oldest", oldest)
        .mapTo(String.class)
        .list()
        .forEach(name -> handle.execute("drop table " + name));
    handle
        .createUpdate("delete from message_event_default where at < :before")
        .bind("before", before)
        .execute();
  }

  private static boolean exists(Handle handle, String table) {
    return handle
        .createQuery("select to_regclass(:name) is not null")
        .bind("name", table)
        .mapTo(Boolean.class)
        .one();
  }
}
