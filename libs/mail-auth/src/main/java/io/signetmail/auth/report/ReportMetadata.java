package io.signetmail.auth.report;

import java.time.Instant;
import java.util.List;

/// Who reports about which period (RFC 9990 §3.1.1.2). Absent texts are empty.
public record ReportMetadata(
    String orgName,
    String email,
    String extraContact,
    String reportId,
    Instant begin,
    Instant end,
    List<String> errors,
    String generator) {

  public ReportMetadata {
    errors = List.copyOf(errors);
  }

  /// The reporter's name, or the domain of its address where it gives no name.
  public String reporter() {
    return orgName.isEmpty() ? email.substring(email.lastIndexOf('@') + 1) : orgName;
  }
}
