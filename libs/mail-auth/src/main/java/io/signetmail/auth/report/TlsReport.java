package io.signetmail.auth.report;

import java.time.Instant;
import java.util.List;

/// An SMTP TLS report (RFC 8460 §4.3). Absent texts are empty.
public record TlsReport(
    String organizationName,
    String contactInfo,
    String reportId,
    Instant begin,
    Instant end,
    List<Policy> policies) {

  public TlsReport {
    policies = List.copyOf(policies);
  }

  /// What happened under one policy.
  ///
  /// @param type `tlsa`, `sts`, `no-policy-found`, or what the reporter wrote
  public record Policy(
      String type,
      String domain,
      List<String> strings,
      List<String> mxHosts,
      long successfulSessions,
      long failedSessions,
      List<Failure> failures) {
    public Policy {
      strings = List.copyOf(strings);
      mxHosts = List.copyOf(mxHosts);
      failures = List.copyOf(failures);
    }
  }

  public record Failure(
      String resultType,
      String sendingMtaIp,
      String receivingMxHostname,
      String receivingMxHelo,
      String receivingIp,
      long failedSessions,
      String additionalInformation,
      String failureReasonCode) {}
}
