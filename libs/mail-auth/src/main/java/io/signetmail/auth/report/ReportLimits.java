package io.signetmail.auth.report;

import java.time.Duration;

/// What one input may cost. RFC 9990 §9 leaves the numbers to the receiver.
///
/// @param maxInflatedBytes bytes all layers of compression together may give
/// @param maxRatio inflated bytes for one compressed byte, checked once a layer gave 1 MiB
/// @param maxNesting wrappings inside each other: zip in mail is two
/// @param maxEntries parts of a mail or entries of a zip
/// @param maxRecords records of one aggregate report
/// @param maxFieldChars characters of one value; more are cut
/// @param maxTime for the whole input
public record ReportLimits(
    long maxInflatedBytes,
    int maxRatio,
    int maxNesting,
    int maxEntries,
    int maxRecords,
    int maxFieldChars,
    Duration maxTime) {

  /// Bytes between one `<` and the next: bounds names, attributes and text alike.
  static final int MAX_MARKUP_BYTES = 1 << 20;

  /// RFC 9990 §3.1.1.11 asks for 100 dkim entries at most; ten times that is read.
  static final int MAX_RESULTS_PER_RECORD = 1_000;

  static final int MAX_DEPTH = 32;

  public ReportLimits {
    if (maxInflatedBytes < 1 || maxRatio < 1 || maxNesting < 1 || maxEntries < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
    if (maxRecords < 1 || maxFieldChars < 255 || !maxTime.isPositive()) {
      throw new IllegalArgumentException("limits must be positive, a field at least 255");
    }
  }

  public static ReportLimits defaults() {
    return new ReportLimits(1L << 30, 250, 4, 100, 2_000_000, 2_048, Duration.ofSeconds(60));
  }

  public ReportLimits withMaxInflatedBytes(long bytes) {
    return new ReportLimits(
        bytes, maxRatio, maxNesting, maxEntries, maxRecords, maxFieldChars, maxTime);
  }

  public ReportLimits withMaxRatio(int ratio) {
    return new ReportLimits(
        maxInflatedBytes, ratio, maxNesting, maxEntries, maxRecords, maxFieldChars, maxTime);
  }

  public ReportLimits withMaxRecords(int records) {
    return new ReportLimits(
        maxInflatedBytes, maxRatio, maxNesting, maxEntries, records, maxFieldChars, maxTime);
  }

  public ReportLimits withMaxTime(Duration time) {
    return new ReportLimits(
        maxInflatedBytes, maxRatio, maxNesting, maxEntries, maxRecords, maxFieldChars, time);
  }
}
