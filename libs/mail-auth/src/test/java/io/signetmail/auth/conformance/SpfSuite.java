package io.signetmail.auth.conformance;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.RecordType;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// A suite in the OpenSPF form: YAML documents with tests and the zone they run in.
final class SpfSuite {
  record Case(
      String name,
      String host,
      String helo,
      String mailFrom,
      String receiver,
      List<String> results,
      String explanation,
      ZoneDns zone) {
    @Override
    public String toString() {
      return name;
    }
  }

  private SpfSuite() {}

  static List<Case> read(Path file) {
    var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    var cases = new ArrayList<Case>();
    try (var reader = Files.newBufferedReader(file)) {
      for (var document : new Load(settings).loadAllFromReader(reader)) {
        if (document instanceof Map<?, ?> map) {
          addCases(map, cases);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return cases;
  }

  private static void addCases(Map<?, ?> document, List<Case> cases) {
    var zone = zone(map(document.get("zonedata")));
    for (var test : map(document.get("tests")).entrySet()) {
      var values = map(test.getValue());
      var result = values.get("result");
      var results =
          result instanceof List<?> several
              ? several.stream().map(String::valueOf).toList()
              : List.of(text(result));
      cases.add(
          new Case(
              text(test.getKey()),
              text(values.get("host")),
              text(values.get("helo")),
              text(values.get("mailfrom")),
              text(values.get("receiver")),
              results,
              text(values.get("explanation")),
              zone));
    }
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static ZoneDns zone(Map<?, ?> names) {
    var zone = ZoneDns.builder();
    for (var entry : names.entrySet()) {
      var name = DomainName.parseQueryName(text(entry.getKey()));
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
        map.forEach((type, value) -> addRecord(zone, name, text(type), value, txtGiven));
      } else if ("TIMEOUT".equals(record)) {
        zone.unavailable(name, "timeout");
      }
    }
  }

  private static void addRecord(
      ZoneDns.Builder zone, DomainName name, String type, Object value, boolean txtGiven) {
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
          IpLiteral.parse(text(value)).ifPresent(address -> zone.address(name, address));
      case "MX" -> {
        var fields = (List<?>) value;
        zone.mx(name, new MxRecord((Integer) fields.get(0), target(fields.get(1))));
      }
      case "PTR" -> zone.ptr(name, target(value));
      case "CNAME" -> zone.cname(name, target(value));
      default -> throw new IllegalArgumentException("record type " + type);
    }
  }

  private static TxtRecord txt(Object value) {
    return new TxtRecord(
        value instanceof List<?> strings
            ? String.join("", strings.stream().map(String::valueOf).toList())
            : text(value));
  }

  private static DomainName target(Object name) {
    return text(name).isEmpty()
        ? DomainName.ROOT
        : DomainName.parseQueryName(text(name)).orElseThrow();
  }
}
