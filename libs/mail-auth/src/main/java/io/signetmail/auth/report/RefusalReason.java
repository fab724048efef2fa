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
  /// Our own code failed on it: the input is kept for whoever mends that.
  FAILED;

  /// Stable word for storage and APIs, `not-well-formed`.
  public String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
