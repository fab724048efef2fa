package io.signetmail.relay.store;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.queue.DeliveryOptions;
import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.Stream;
import io.signetmail.smtp.ReversePath;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Reads a row of `mail`.
final class MailRow {
  private MailRow() {}

  private static ReversePath reversePath(String column) {
    return ReversePath.parse(column)
        .orElseThrow(() -> new IllegalStateException("not a reverse-path: " + column));
  }

  static QueuedMail read(ResultSet row) throws SQLException {
    return new QueuedMail(
        new MessageId(row.getString("message_id")),
        Stream.of(row.getString("stream")),
        Optional.ofNullable(row.getString("submitter")),
        reversePath(row.getString("reverse_path")),
        new DeliveryOptions(
            row.getBoolean("eight_bit"),
            row.getBoolean("smtputf8"),
            Optional.ofNullable(row.getString("ret")),
            Optional.ofNullable(row.getString("envelope_id"))),
        row.getString("traceparent"),
        row.getLong("size_bytes"),
        row.getTimestamp("accepted_at").toInstant(),
        new RecordPosition(
            row.getString("topic"), row.getInt("partition"), row.getLong("record_offset")));
  }
}
