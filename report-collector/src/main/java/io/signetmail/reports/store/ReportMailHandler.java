package io.signetmail.reports.store;

import io.signetmail.auth.report.RefusalReason;
import io.signetmail.auth.report.ReportOutcome.Refused;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.store.Offsets;
import io.signetmail.bus.worker.StoredBatch;
import io.signetmail.bus.worker.StoredHandler;
import io.signetmail.reports.intake.IntakeResult;
import io.signetmail.reports.intake.MailTrust;
import io.signetmail.reports.intake.Provenance;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Stores what arrives on `mail.reports`.
///
/// A mail is read again when its transaction did not commit; reports are known by what they say, so
/// reading again changes nothing.
public final class ReportMailHandler implements StoredHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ReportMailHandler.class);

  private final ReportInputs inputs;
  private final StoredOffsets offsets;
  private final String authservId;

  public ReportMailHandler(Jdbi database, String group, ReportInputs inputs, String authservId) {
    this.inputs = inputs;
    this.offsets = new StoredOffsets(database, group);
    this.authservId = authservId;
  }

  @Override
  public Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions)
      throws SQLException {
    return offsets.positions(partitions);
  }

  @Override
  public void store(StoredBatch batch, Offsets.Advance advance) throws SQLException {
    offsets.store(
        handle -> {
          batch.mails().forEach(mail -> mail(handle, mail));
          batch.others().forEach(other -> unreadable(handle, other));
        },
        advance);
  }

  private void mail(Handle handle, MailRecord mail) {
    try (var _ = MDC.putCloseable("messageId", mail.id().value())) {
      var trust = MailTrust.of(mail.message(), authservId);
      var from = Provenance.mail(mail.id().value(), trust, mail.envelope().receivedAt());
      var result = inputs.store(handle, mail.message(), from);
      LOG.info(
          "report mail from {}: {} stored, {} known, {} refused",
          trust.passed() ? trust.submitter() : "nobody we can name",
          result.count(IntakeResult.End.STORED),
          result.count(IntakeResult.End.DUPLICATE),
          result.count(IntakeResult.End.REFUSED));
    }
  }

  /// A record that is no mail of the contract; a null value has nothing to keep.
  private static void unreadable(Handle handle, StoredBatch.Other other) {
    var value = other.record().value();
    var key = other.record().key();
    var from =
        new Provenance(
            "mail",
            key == null ? null : key.replace('\0', ' '),
            "",
            false,
            Instant.ofEpochMilli(other.record().timestamp()));
    new DeadLetterRows(handle)
        .add(
            new Refused("", RefusalReason.FAILED, "record of the log: " + other.reason(), ""),
            value == null ? new byte[0] : value,
            from);
  }
}
