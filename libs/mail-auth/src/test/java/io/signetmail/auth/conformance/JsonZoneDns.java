package io.signetmail.auth.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;

/// The `dns` object of a JSON case, every record type: name → `{TYPE: […]}` or `{rcode: …}`.
final class JsonZoneDns {
  private JsonZoneDns() {}

  static ZoneDns of(JsonNode names) {
    var zone = ZoneDns.builder();
    for (var entry : names.properties()) {
      var name = DomainName.parseQueryName(entry.getKey()).orElseThrow();
      var rcode = entry.getValue().path("rcode").asText("NOERROR");
      if (rcode.equals("NXDOMAIN")) {
        continue;
      }
      zone.exists(name);
      if (!rcode.equals("NOERROR")) {
        zone.unavailable(name, rcode);
      }
      for (var records : entry.getValue().properties()) {
        for (var record : records.getValue()) {
          add(zone, name, records.getKey(), record);
        }
      }
    }
    return zone.build();
  }

  private static void add(ZoneDns.Builder zone, DomainName name, String type, JsonNode record) {
    switch (type) {
      case "TXT" -> zone.txt(name, new TxtRecord(record.asText()));
      // One zone file has records that are no addresses; no server could send them.
      case "A", "AAAA" ->
          IpLiteral.parse(record.asText()).ifPresent(address -> zone.address(name, address));
      case "MX" -> zone.mx(name, new MxRecord(record.get(0).asInt(), target(record.get(1))));
      case "PTR" -> zone.ptr(name, target(record));
      case "CNAME" -> zone.cname(name, target(record));
      case "NS" -> {} // the name exists, which is all we need
      default -> throw new IllegalArgumentException("record type " + type);
    }
  }

  private static DomainName target(JsonNode name) {
    return DomainName.parseQueryName(name.asText()).orElse(DomainName.ROOT);
  }
}
