package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;

/// What `_dmarc.` in front of a name gave (RFC 9989 §4.10, steps 1 and 2).
public sealed interface RecordAnswer {
  /// Exactly one DMARC record.
  record One(DomainName domain, DmarcRecordParser.Parsed.Valid published) implements RecordAnswer {
    public DmarcRecord record() {
      return published.record();
    }
  }

  /// None. `count` is how many there were: several are discarded.
  record None(DomainName domain, int count) implements RecordAnswer {}

  record Unavailable(DomainName domain, String reason) implements RecordAnswer {}
}
