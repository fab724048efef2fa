package io.signetmail.reports.store;

import io.signetmail.auth.report.ReportOutcome.Refused;
import io.signetmail.reports.intake.Provenance;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/// Rows of `dead_letter` and the bytes they are about, which are kept once.
final class DeadLetterRows {
  private final Handle handle;

  DeadLetterRows(Handle handle) {
    this.handle = handle;
  }

  void add(Refused refused, byte[] raw, Provenance from) {
    var sha256 = sha256(raw);
    handle
        .createUpdate(
            "insert into raw_input (sha256, bytes) values (:sha256, :bytes) on conflict do nothing")
        .bind("sha256", sha256)
        .bind("bytes", raw)
        .execute();
    handle
        .createUpdate(
            """
            insert into dead_letter (sha256, part, reason, detail, position, source, message_id,
              received_at)
            values (:sha256, :part, :reason, :detail, :position, :source, :messageId, :at)
            on conflict (sha256, part, reason)
            do update set copies = dead_letter.copies + 1
            """)
        .bind("sha256", sha256)
        .bind("part", clean(refused.part()))
        .bind("reason", refused.reason().keyword())
        .bind("detail", clean(refused.detail()))
        .bind("position", refused.position())
        .bind("source", from.source())
        .bind("messageId", from.messageId())
        .bind("at", from.at().atOffset(ZoneOffset.UTC))
        .execute();
  }

  private static String clean(String text) {
    return text.replace('\0', ' ');
  }

  private static byte[] sha256(byte[] raw) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(raw);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
