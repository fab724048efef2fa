package io.signetmail.reports.intake;

import io.signetmail.auth.report.FailureReport;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Takes out of a failure report what identifies people (RFC 6590): local parts of addresses, and
/// of the original header everything that does not explain the failure.
public final class Redaction {
  /// Longest line (RFC 5322 §2.1.1) and field that is looked at: the search takes its square.
  private static final int MAX_TEXT = 998;

  private static final Pattern LOCAL_PART = Pattern.compile("[^\\s<>@,;:\"]++@");
  private static final List<String> KEPT =
      List.of(
          "authentication-results:",
          "arc-authentication-results:",
          "dkim-signature:",
          "received:",
          "received-spf:",
          "list-id:",
          "date:",
          "from:");

  private Redaction() {}

  public static FailureReport of(FailureReport report) {
    return new FailureReport(
        report.feedbackType(),
        report.userAgent(),
        report.authFailure(),
        report.identityAlignment(),
        report.deliveryResult(),
        report.sourceIp(),
        report.arrivalDate(),
        report.reportedDomain(),
        address(report.originalMailFrom()),
        report.originalRcptTo().stream().map(Redaction::address).toList(),
        report.authenticationResults().stream().map(Redaction::address).toList(),
        report.dkimDomain(),
        report.dkimSelector(),
        address(report.dkimIdentity()),
        report.spfDns(),
        report.messageId(),
        report.incidents(),
        header(report.originalHeader()));
  }

  private static String address(String text) {
    return text.length() > MAX_TEXT ? "redacted" : LOCAL_PART.matcher(text).replaceAll("redacted@");
  }

  private static String header(String header) {
    var kept = new StringBuilder();
    boolean keep = false;
    for (var line : header.split("\r?\n", -1)) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      keep = folded ? keep : isKept(line);
      if (keep && line.length() <= MAX_TEXT) {
        kept.append(address(withoutDisplayName(line))).append('\n');
      }
    }
    return kept.toString();
  }

  private static boolean isKept(String line) {
    var lower = line.toLowerCase(Locale.ROOT);
    return KEPT.stream().anyMatch(lower::startsWith);
  }

  private static String withoutDisplayName(String line) {
    int angle = line.indexOf('<');
    boolean from = line.regionMatches(true, 0, "from:", 0, 5);
    return from && angle > 0 ? "From: " + line.substring(angle) : line;
  }
}
