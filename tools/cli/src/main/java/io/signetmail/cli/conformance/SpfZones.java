package io.signetmail.cli.conformance;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.RecordType;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The `zonedata` of an OpenSPF suite: name → list of `{TYPE: value}` and the word `TIMEOUT`.
final class SpfZones {
  private SpfZones() {}

  static ZoneDns of(Map<?, ?> names) {
    var zone = ZoneDns.builder();
    for (var entry : names.entrySet()) {
      var name = DomainName.parseQueryName(SpfSuites.text(entry.getKey()));
      if (name.isPresent() && entry.getValue() instanceof List<?> records) {
        addName(zone, name.get(), records);
      }
    }
    return zone.build();
  }

  private static void addName(ZoneDns.Builder zone, DomainName name, List<?> records) {
    zone.exists(name);
    // An SPF record stands for a TXT record too, unless the name says something about TXT itself.
    boolean txtGiven =
        records.stream().anyMatch(r -> r instanceof Map<?, ?> map && map.containsKey("TXT"));
    for (var record : records) {
      if (record instanceof Map<?, ?> map) {
        for (var entry : map.entrySet()) {
          addRecord(zone, name, SpfSuites.text(entry.getKey()), entry.getValue(), txtGiven);
        }
      } else if ("TIMEOUT".equals(record)) {
        zone.unavailable(name, "timeout");
      }
    }
  }

  private static void addRecord(
      ZoneDns.Builder zone,
      DomainName name,
      String type,
      @Nullable Object value,
      boolean txtGiven) {
    if ("TIMEOUT".equals(value)) {
      zone.unavailable(name, RecordType.valueOf(type.equals("SPF") ? "TXT" : type), "timeout");
      return;
    }
    switch (type) {
      case "TXT" -> {
        if (!"NONE".equals(value)) {
          zone.txt(name, txt(value));
        }
      }
      case "SPF" -> {
        if (!txtGiven) {
          zone.txt(name, txt(value));
        }
      }
      case "A", "AAAA" ->
          IpLiteral.parse(SpfSuites.text(value)).ifPresent(address -> zone.address(name, address));
      case "MX" -> zone.mx(name, exchanger(value));
      case "PTR" -> zone.ptr(name, target(value));
      case "CNAME" -> zone.cname(name, target(value));
      default -> {} // no term asks for it; the name exists
    }
  }

  private static MxRecord exchanger(@Nullable Object value) {
    if (value instanceof List<?> fields
        && fields.size() == 2
        && fields.get(0) instanceof Integer preference) {
      return new MxRecord(preference, target(fields.get(1)));
    }
    throw new IllegalArgumentException("MX is a preference and a name, not " + value);
  }

  private static TxtRecord txt(@Nullable Object value) {
    return new TxtRecord(
        value instanceof List<?> strings
            ? String.join("", strings.stream().map(String::valueOf).toList())
            : SpfSuites.text(value));
  }

  private static DomainName target(@Nullable Object name) {
    return SpfSuites.text(name).isEmpty()
        ? DomainName.ROOT
        : DomainName.parseQueryName(SpfSuites.text(name)).orElseThrow();
  }
}
