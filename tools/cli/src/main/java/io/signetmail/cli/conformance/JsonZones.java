package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;

/// The `dns` object of a JSON case: name → `{TYPE: […]}` or `{rcode: …}`. Any other name does not
/// exist.
final class JsonZones {
  private JsonZones() {}

  static ZoneDns of(JsonNode names) {
    var zone = ZoneDns.builder();
    for (var entry : names.properties()) {
      // Nobody can ask for what is no name.
      DomainName.parseQueryName(entry.getKey())
          .ifPresent(name -> addName(zone, name, entry.getValue()));
    }
    return zone.build();
  }

  private static void addName(ZoneDns.Builder zone, DomainName name, JsonNode records) {
    var rcode = records.path("rcode").asText("NOERROR");
    if (rcode.equals("NXDOMAIN")) {
      return;
    }
    zone.exists(name);
    if (!rcode.equals("NOERROR") && !rcode.equals("NODATA")) {
      zone.unavailable(name, rcode);
    }
    for (var type : records.properties()) {
      for (var record : type.getValue()) {
        add(zone, name, type.getKey(), record);
      }
    }
  }

  private static void add(ZoneDns.Builder zone, DomainName name, String type, JsonNode record) {
    switch (type) {
      case "TXT" -> zone.txt(name, new TxtRecord(record.asText()));
      // One zone file has records that are no addresses; no server could send them.
      case "A", "AAAA" ->
          IpLiteral.parse(record.asText()).ifPresent(address -> zone.address(name, address));
      case "MX" -> zone.mx(name, new MxRecord(record.path(0).asInt(), target(record.path(1))));
      case "PTR" -> zone.ptr(name, target(record));
      case "CNAME" -> zone.cname(name, target(record));
      default -> {} // nothing here asks for NS and the like; the name exists
    }
  }

  private static DomainName target(JsonNode name) {
    return DomainName.parseQueryName(name.asText()).orElse(DomainName.ROOT);
  }
}
