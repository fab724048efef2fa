package io.signetmail.auth.dmarc;

import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;
import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Asks for DMARC records (RFC 9989 §4.10 steps 1 and 2), each name once per evaluation: the walks
/// of one message share their upper ends. Used by one thread.
final class RecordLookup {
  private final DnsClient dns;
  private final Map<DomainName, RecordAnswer> asked = new HashMap<>();

  RecordLookup(DnsClient dns) {
    this.dns = dns;
  }

  RecordAnswer at(DomainName domain) {
    var known = asked.get(domain);
    if (known == null) {
      known = ask(domain);
      asked.put(domain, known);
    }
    return known;
  }

  private RecordAnswer ask(DomainName domain) {
    var name = domain.prepend("_dmarc");
    if (name.isEmpty()) {
      return new RecordAnswer.None(domain, 0); // too long for DNS: nothing can be published there
    }
    return switch (dns.txt(name.get())) {
      case DnsAnswer.Found<TxtRecord>(var records, _, _) -> only(domain, records);
      case DnsAnswer.NoData<TxtRecord> _, DnsAnswer.NoDomain<TxtRecord> _ ->
          new RecordAnswer.None(domain, 0);
      case DnsAnswer.Unavailable<TxtRecord>(var reason) ->
          new RecordAnswer.Unavailable(domain, reason);
    };
  }

  private static RecordAnswer only(DomainName domain, List<TxtRecord> records) {
    var valid =
        records.stream()
            .map(record -> DmarcRecordParser.parse(record.text()))
            .filter(Parsed.Valid.class::isInstance)
            .map(Parsed.Valid.class::cast)
            .toList();
    return valid.size() == 1
        ? new RecordAnswer.One(domain, valid.get(0))
        : new RecordAnswer.None(domain, valid.size());
  }
}
