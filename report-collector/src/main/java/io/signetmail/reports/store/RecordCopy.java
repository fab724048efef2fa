package io.signetmail.reports.store;

import io.signetmail.auth.report.ReportRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/// The records of one report on their way into `report_record`, in constant memory.
///
/// A small report waits in the buffer until it is known to be new; a large one is copied as it is
/// read, and taken back with the transaction's savepoint when it turns out not to be.
final class RecordCopy {
  private static final int BUFFER_CHARS = 256 * 1024;
  private static final String COPY =
      "copy report_record (report_id, n, day, source_ip, messages, disposition, dkim, spf,"
          + " header_from, signer, mail_from, envelope_from, envelope_to, reasons, dkim_results,"
          + " spf_results) from stdin";

  private final Connection connection;
  private final CopyText text = new CopyText();
  private @Nullable CopyIn copy;
  private long reportId;
  private String day = "";
  private int n;

  RecordCopy(Connection connection) {
    this.connection = connection;
  }

  void begin(long id, Instant periodBegin) {
    text.clear();
    copy = null;
    reportId = id;
    n = 0;
    day = LocalDate.ofInstant(periodBegin, ZoneOffset.UTC).toString();
  }

  /// Keeps the numbers of the records those of the report.
  void skip() {
    n++;
  }

  boolean isRunning() {
    return copy != null;
  }

  void add(ReportRecord row) {
    var evaluated = row.evaluated();
    text.field(reportId).field(n++).field(day);
    text.field(row.sourceIp().getHostAddress()).field(row.count());
    text.field(word(evaluated.disposition())).field(word(evaluated.dkim()));
    text.field(word(evaluated.spf()));
    text.field(row.identifiers().headerFrom());
    text.field(Evidence.signer(row)).field(Evidence.mailFrom(row));
    text.field(row.identifiers().envelopeFrom()).field(row.identifiers().envelopeTo());
    reasons(evaluated.reasons());
    dkim(row.dkim());
    spf(row.spf());
    text.endRow();
    if (text.length() > BUFFER_CHARS) {
      flush();
    }
  }

  /// Writes what waits and ends the copy.
  void finish() {
    flush();
    var running = copy;
    copy = null;
    if (running != null) {
      try {
        running.endCopy();
      } catch (SQLException e) {
        throw new StoreFailed(e);
      }
    }
  }

  /// Ends a running copy; the transaction is then only good for going back to a savepoint.
  void cancel() {
    text.clear();
    var running = copy;
    copy = null;
    if (running != null) {
      try {
        running.cancelCopy();
      } catch (SQLException e) {
        throw new StoreFailed(e);
      }
    }
  }

  private void flush() {
    if (text.length() == 0) {
      return;
    }
    var bytes = text.take();
    try {
      var running = copy == null ? start() : copy;
      copy = running;
      running.writeToCopy(bytes, 0, bytes.length);
    } catch (SQLException e) {
      throw new StoreFailed(e);
    }
  }

  private CopyIn start() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
  }

  private void reasons(List<ReportRecord.Reason> reasons) {
    text.open().raw("[");
    var comma = "";
    for (var reason : reasons) {
      text.raw(comma).raw("{\"type\":").json(reason.type());
      text.raw(",\"comment\":").json(reason.comment()).raw("}");
      comma = ",";
    }
    text.raw("]");
  }

  private void dkim(List<ReportRecord.Dkim> results) {
    text.open().raw("[");
    var comma = "";
    for (var dkim : results) {
      text.raw(comma).raw("{\"domain\":").json(dkim.domain());
      text.raw(",\"selector\":").json(dkim.selector());
      text.raw(",\"result\":\"").raw(word(dkim.result())).raw("\"");
      human(dkim.humanResult());
      text.raw("}");
      comma = ",";
    }
    text.raw("]");
  }

  private void spf(List<ReportRecord.Spf> results) {
    text.open().raw("[");
    var comma = "";
    for (var spf : results) {
      text.raw(comma).raw("{\"domain\":").json(spf.domain());
      text.raw(",\"scope\":").json(spf.scope());
      text.raw(",\"result\":\"").raw(word(spf.result())).raw("\"");
      human(spf.humanResult());
      text.raw("}");
      comma = ",";
    }
    text.raw("]");
  }

  private void human(String result) {
    if (!result.isEmpty()) {
      text.raw(",\"human\":").json(result);
    }
  }

  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
