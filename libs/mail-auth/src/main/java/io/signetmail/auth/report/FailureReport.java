package io.signetmail.auth.report;

import java.util.List;

/// A report about single messages that failed (RFC 9991, RFC 6591, RFC 5965). Absent texts are
/// empty.
///
/// Holds what strangers wrote about people's mail: redact before storing.
///
/// @param feedbackType `auth-failure`; other kinds of ARF arrive here too
/// @param incidents 1 unless the report says otherwise (RFC 5965 §3.2)
/// @param originalHeader header of the message reported, as far as the reporter gave it
public record FailureReport(
    String feedbackType,
    String userAgent,
    String authFailure,
    String identityAlignment,
    String deliveryResult,
    String sourceIp,
    String arrivalDate,
    String reportedDomain,
    String originalMailFrom,
    List<String> originalRcptTo,
    List<String> authenticationResults,
    String dkimDomain,
    String dkimSelector,
    String dkimIdentity,
    String spfDns,
    String messageId,
    int incidents,
    String originalHeader) {

  public FailureReport {
    originalRcptTo = List.copyOf(originalRcptTo);
    authenticationResults = List.copyOf(authenticationResults);
  }
}
