package io.signetmail.auth.report;

import java.util.Locale;

/// Why an input, or one part of it, is not a report we read.
public enum RefusalReason {
  EMPTY,
  NO_REPORT,
  NOT_A_REPORT,
  NOT_WELL_FORMED,
  TRUNCATED,
  DOCTYPE,
  MISSING_ELEMENT,
  BAD_VALUE,
  BAD_ARCHIVE,
  BAD_MAIL,
  TOO_LARGE,
  TOO_COMPRESSED,
  TOO_NESTED,
  TOO_MANY_ENTRIES,
  TOO_MANY_RECORDS,
  TOO_LONG_MARKUP,
  TOO_SLOW,
  /// One of the input's reports was longer than the caller wanted to keep.
  STOPPED;

  /// Stable word for storage and APIs, `not-well-formed`.
  public String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
