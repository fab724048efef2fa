package io.signetmail.auth.report;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/// The output of one decompressor, held to the budget and to the ratio (RFC 9990 §9).
final class InflatedStream extends FilterInputStream {
  private static final long RATIO_MATTERS_FROM = 1 << 20;

  private final CountedStream compressed;
  private final ReadBudget budget;
  private long inflated;

  InflatedStream(InputStream inflater, CountedStream compressed, ReadBudget budget) {
    super(inflater);
    this.compressed = compressed;
    this.budget = budget;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n;
    try {
      n = in.read(buffer, offset, length);
    } catch (ReportRefused e) {
      throw e;
    } catch (EOFException _) {
      throw new ReportRefused(RefusalReason.TRUNCATED, "compressed data ends early");
    } catch (ZipException e) {
      throw new ReportRefused(RefusalReason.BAD_ARCHIVE, String.valueOf(e.getMessage()));
    }
    if (n > 0) {
      inflated += n;
      budget.charge(n);
      checkRatio();
    }
    return n;
  }

  private void checkRatio() throws ReportRefused {
    int maxRatio = budget.limits().maxRatio();
    if (inflated > RATIO_MATTERS_FROM && inflated / maxRatio > compressed.count()) {
      throw new ReportRefused(
          RefusalReason.TOO_COMPRESSED, "one byte unpacks to more than " + maxRatio);
    }
  }

  /// Whoever made the decompressor ends it.
  @Override
  public void close() {}

  @Override
  public boolean markSupported() {
    return false;
  }
}
