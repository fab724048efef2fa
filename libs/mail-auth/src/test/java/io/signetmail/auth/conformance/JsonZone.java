package io.signetmail.auth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;

/// The `dns` object of a JSON case: name → `{TXT: […]}` or `{rcode: …}`; every other name does not
/// exist. Only TXT, which is all that DKIM and ARC ask for.
record JsonZone(JsonNode names) implements DnsClient {

  @Override
  public DnsAnswer<TxtRecord> txt(DomainName name) {
    for (var entry : names.properties()) {
      if (entry.getKey().toLowerCase(Locale.ROOT).equals(name.toString())) {
        return answer(entry.getValue());
      }
    }
    return new DnsAnswer.NoDomain<>();
  }

  private static DnsAnswer<TxtRecord> answer(JsonNode records) {
    switch (records.path("rcode").asText("NOERROR")) {
      case "NXDOMAIN" -> {
        return new DnsAnswer.NoDomain<>();
      }
      case "SERVFAIL", "TIMEOUT" -> {
        return new DnsAnswer.Unavailable<>("as the case says");
      }
      default -> {}
    }
    var found = new ArrayList<TxtRecord>();
    for (var text : records.path("TXT")) {
      found.add(new TxtRecord(text.asText()));
    }
    return found.isEmpty()
        ? new DnsAnswer.NoData<>()
        : new DnsAnswer.Found<>(found, Duration.ofHours(1), false);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return new DnsAnswer.NoDomain<>();
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return new DnsAnswer.NoDomain<>();
  }

  @Override
  public DnsAnswer<MxRecord> mx(DomainName name) {
    return new DnsAnswer.NoDomain<>();
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return new DnsAnswer.NoDomain<>();
  }
}
