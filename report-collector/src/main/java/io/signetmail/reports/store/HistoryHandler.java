package io.signetmail.reports.store;

import io.signetmail.auth.report.RefusalReason;
import io.signetmail.auth.report.ReportOutcome.Refused;
import io.signetmail.bus.store.Offsets;
import io.signetmail.bus.worker.StoredBatch;
import io.signetmail.bus.worker.StoredHandler;
import io.signetmail.reports.history.HistoryRow;
import io.signetmail.reports.intake.Provenance;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Stores what arrives on `auth.results` and `mail.events`.
public final class HistoryHandler implements StoredHandler {
  private static final String INSERT =
      """
      insert into message_event (at, message_id, type, sender, domain, recipients, body)
      values (:at, :messageId, :type, :sender, :domain, :recipients, cast(:body as jsonb))
      """;

  private final StoredOffsets offsets;

  public HistoryHandler(Jdbi database, String group) {
    this.offsets = new StoredOffsets(database, group);
  }

  @Override
  public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions)
      throws SQLException {
    return offsets.positions(partitions);
  }

  @Override
  public void store(StoredBatch batch, Offsets.Advance advance) throws SQLException {
    var rows = new ArrayList<HistoryRow>();
    var unreadable = new ArrayList<StoredBatch.Other>();
    for (var other : batch.others()) {
      var value = other.record().value();
      var row = HistoryRow.of(other.record().topic(), value == null ? new byte[0] : value);
      row.ifPresentOrElse(rows::add, () -> unreadable.add(other));
    }
    offsets.store(
        handle -> {
          insert(handle, rows);
          new KeysSeen(handle).signed(rows);
          unreadable.forEach(other -> deadLetter(handle, other));
        },
        advance);
  }

  private static void insert(Handle handle, List<HistoryRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var batch = handle.prepareBatch(INSERT);
    for (var row : rows) {
      batch
          .bind("at", row.at().atOffset(ZoneOffset.UTC))
          .bind("messageId", clean(row.messageId()))
          .bind("type", row.type())
          .bind("sender", clean(row.sender()))
          .bind("domain", clean(row.domain()))
          .bind(
              "recipients",
              row.recipients().stream().map(HistoryHandler::clean).toArray(String[]::new))
          .bind("body", row.body())
          .add();
    }
    batch.execute();
  }

  private static void deadLetter(Handle handle, StoredBatch.Other other) {
    var record = other.record();
    var from = new Provenance("mail", null, "", false, Instant.ofEpochMilli(record.timestamp()));
    var refused = new Refused("", RefusalReason.NOT_A_REPORT, "no event of " + record.topic(), "");
    new DeadLetterRows(handle)
        .add(refused, record.value() == null ? new byte[0] : record.value(), from);
  }

  private static String clean(String text) {
    return text.replace('\0', ' ');
  }
}
