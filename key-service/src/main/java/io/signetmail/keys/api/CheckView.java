package io.signetmail.keys.api;

import io.signetmail.keys.dnscheck.DnsCheck;
import io.signetmail.keys.dnscheck.Finding;
import java.util.List;

/// What a look at DNS found.
record CheckView(boolean ok, List<FindingView> findings, String state) {
  record FindingView(String severity, String code, String detail) {
    static FindingView of(Finding finding) {
      return new FindingView(
          finding.code().severity().keyword(), finding.code().keyword(), finding.detail());
    }
  }

  static CheckView of(DnsCheck.Outcome outcome) {
    return new CheckView(
        outcome.isOk(),
        outcome.findings().stream().map(FindingView::of).toList(),
        outcome.key().state().keyword());
  }
}
