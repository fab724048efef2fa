package io.signetmail.reports.store;

import io.signetmail.auth.report.AuthResult;
import io.signetmail.auth.report.ReportRecord;

/// Who a record's messages authenticate as, in the two words that rollups are grouped by.
final class Evidence {
  /// Longer ones are cut: they are group keys, and no name in DNS is longer (RFC 1035 §3.1).
  private static final int MAX_NAME = 255;

  private Evidence() {}

  /// The key of a valid signature, `selector._domainkey.domain`; one related to the From domain
  /// before any other, empty without.
  static String signer(ReportRecord row) {
    var from = row.identifiers().headerFrom();
    var found = "";
    for (var dkim : row.dkim()) {
      if (dkim.result() == AuthResult.PASS) {
        var key = dkim.selector() + "._domainkey." + dkim.domain();
        if (isRelated(from, dkim.domain())) {
          return cut(key);
        }
        found = found.isEmpty() ? key : found;
      }
    }
    return cut(found);
  }

  /// The domain for which SPF passed, empty without.
  static String mailFrom(ReportRecord row) {
    for (var spf : row.spf()) {
      if (spf.result() == AuthResult.PASS) {
        return cut(spf.domain());
      }
    }
    return "";
  }

  private static boolean isRelated(String from, String domain) {
    return from.equals(domain) || from.endsWith("." + domain) || domain.endsWith("." + from);
  }

  private static String cut(String name) {
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }
}
