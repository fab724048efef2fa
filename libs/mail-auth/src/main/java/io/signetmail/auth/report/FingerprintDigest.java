package io.signetmail.auth.report;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;

/// Hashes records in any order into one value, in constant memory.
///
/// Each record is hashed alone, and the hashes are added as four 64-bit lanes: a sum does not know
/// the order, counts repetitions, and needs no sorting of five million rows. One thread.
final class FingerprintDigest {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final MessageDigest sha256;
  private final long[] sum = new long[4];
  private byte[] canonical = new byte[512];
  private int length;

  FingerprintDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  void add(ReportRecord row) {
    length = 0;
    bytes(row.sourceIp().getAddress());
    number(row.count());
    var evaluated = row.evaluated();
    text(evaluated.disposition().name());
    text(evaluated.dkim().name());
    text(evaluated.spf().name());
    for (var reason : evaluated.reasons()) {
      text(reason.type());
      text(reason.comment());
    }
    text(row.identifiers().headerFrom());
    text(row.identifiers().envelopeFrom());
    text(row.identifiers().envelopeTo());
    number(row.dkim().size());
    for (var dkim : row.dkim()) {
      text(dkim.domain());
      text(dkim.selector());
      text(dkim.result().name());
    }
    for (var spf : row.spf()) {
      text(spf.domain());
      text(spf.scope());
      text(spf.result().name());
    }
    sha256.update(canonical, 0, length);
    var hash = sha256.digest();
    for (int lane = 0; lane < sum.length; lane++) {
      sum[lane] += (long) LONG.get(hash, lane * Long.BYTES);
    }
  }

  ReportFingerprint finish(AggregateReport report, long records) {
    length = 0;
    var metadata = report.metadata();
    text(metadata.reporter().toLowerCase(Locale.ROOT));
    text(metadata.reportId());
    text(report.policy().domain());
    number(metadata.begin().getEpochSecond());
    number(metadata.end().getEpochSecond());
    text(report.policy().p().name());
    number(records);
    for (long lane : sum) {
      number(lane);
    }
    sha256.update(canonical, 0, length);
    return new ReportFingerprint(sha256.digest());
  }

  void reset() {
    Arrays.fill(sum, 0);
  }

  private void bytes(byte[] value) {
    reserve(value.length + 1);
    canonical[length++] = (byte) value.length;
    System.arraycopy(value, 0, canonical, length, value.length);
    length += value.length;
  }

  private void number(long value) {
    reserve(Long.BYTES);
    LONG.set(canonical, length, value);
    length += Long.BYTES;
  }

  /// Two bytes a character: cheaper than UTF-8 and as unique.
  private void text(String value) {
    reserve(2 * value.length() + 4);
    int chars = value.length();
    canonical[length++] = (byte) chars;
    canonical[length++] = (byte) (chars >>> 8);
    for (int i = 0; i < chars; i++) {
      char c = value.charAt(i);
      canonical[length++] = (byte) c;
      canonical[length++] = (byte) (c >>> 8);
    }
  }

  private void reserve(int more) {
    if (length + more > canonical.length) {
      canonical = Arrays.copyOf(canonical, Math.max(2 * canonical.length, length + more));
    }
  }
}
