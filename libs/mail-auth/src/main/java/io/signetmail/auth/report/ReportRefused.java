package io.signetmail.auth.report;

import java.io.IOException;

/// Carries a refusal from deep inside a stream to {@link ReportReader}, which makes it a value.
final class ReportRefused extends IOException {
  private final RefusalReason reason;

  ReportRefused(RefusalReason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  RefusalReason reason() {
    return reason;
  }

  String detail() {
    var message = getMessage();
    return message == null ? "" : message;
  }
}
