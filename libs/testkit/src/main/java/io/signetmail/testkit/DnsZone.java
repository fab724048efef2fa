package io.signetmail.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The records a {@link DnsServer} answers from, immutable.
///
/// Written as a master file (RFC 1035 §5) whose names are all absolute, with or without the final
/// dot, and whose TTL defaults to {@value #DEFAULT_TTL} seconds: `shop.example TXT "v=spf1 -all"`.
public final class DnsZone {
  static final int DEFAULT_TTL = 60;
  private static final int CNAME_LIMIT = 8;

  /// RFC 2606 §2: names nobody can own, so never worth asking another server for.
  private static final Set<String> RESERVED = Set.of("example", "test", "invalid", "localhost");

  private final Map<Name, List<Record>> byName;
  private final Set<Name> apexes;
  private final Set<Name> ancestors;

  private DnsZone(List<Record> records) {
    byName =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    Record::getName, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    apexes =
        records.stream()
            .filter(r -> r.getType() == Type.SOA)
            .map(Record::getName)
            .collect(Collectors.toUnmodifiableSet());
    ancestors =
        byName.keySet().stream().flatMap(DnsZone::parents).collect(Collectors.toUnmodifiableSet());
  }

  /// Reads zone text; the text is the tester's own, so a mistake in it is thrown.
  public static DnsZone parse(String text) {
    return new DnsZone(records(text));
  }

  /// This zone and the records of `text`; what is there already is not doubled.
  public DnsZone with(String text) {
    var all = new ArrayList<>(records());
    records(text).stream().filter(added -> !all.contains(added)).forEach(all::add);
    return new DnsZone(all);
  }

  /// This zone without the records of `name`; of one type only unless `type` is `ANY`.
  public DnsZone without(String name, String type) {
    var gone = name(name);
    int number = Type.value(type);
    return new DnsZone(
        records().stream()
            .filter(r -> !r.getName().equals(gone) || (number != Type.ANY && r.getType() != number))
            .toList());
  }

  /// This zone after the updates of one message (RFC 2136 §2.5).
  DnsZone updated(List<Record> updates) {
    var all = new ArrayList<>(records());
    for (var update : updates) {
      switch (update.getDClass()) {
        case DClass.ANY ->
            all.removeIf(r ->
                r.getName().equals(update.getName())
                    && (update.getType() == Type.ANY || r.getType() == update.getType()));
        case DClass.NONE ->
            all.removeIf(r ->
                r.getName().equals(update.getName())
                    && r.getType() == update.getType()
                    && r.rdataToString().equals(update.rdataToString()));
        default -> {
          if (!all.contains(update)) {
            all.add(update);
          }
        }
      }
    }
    return new DnsZone(all);
  }

  public List<Record> records() {
    return byName.values().stream().flatMap(List::stream).toList();
  }

  /// Whether this zone decides about `name`, so that a missing name does not exist.
  boolean owns(Name name) {
    return byName.containsKey(name)
        || apexes.stream().anyMatch(name::subdomain)
        || (name.labels() > 1 && RESERVED.contains(lastLabel(name)));
  }

  /// Whether the name exists, be it only because something is below it (RFC 8020 §2).
  boolean exists(Name name) {
    return byName.containsKey(name) || ancestors.contains(name) || !wildcard(name).isEmpty();
  }

  /// The records of a name, following CNAMEs inside this zone; empty when it has none of that type.
  List<Record> find(Name name, int type) {
    var found = new ArrayList<Record>();
    var at = name;
    for (int step = 0; step < CNAME_LIMIT; step++) {
      var here = byName.getOrDefault(at, wildcard(at));
      here.stream().filter(r -> type == Type.ANY || r.getType() == type).forEach(found::add);
      var alias = here.stream().filter(CNAMERecord.class::isInstance).findFirst();
      if (alias.isEmpty() || type == Type.CNAME || type == Type.ANY) {
        return found;
      }
      found.add(alias.get());
      at = ((CNAMERecord) alias.get()).getTarget();
    }
    return found;
  }

  static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a DNS name: " + text, e);
    }
  }

  /// RFC 4592 §3.3.1: `*` directly below the closest existing ancestor stands for names that do not
  /// exist.
  private List<Record> wildcard(Name name) {
    if (byName.containsKey(name) || ancestors.contains(name)) {
      return List.of();
    }
    var closest =
        parents(name).filter(p -> byName.containsKey(p) || ancestors.contains(p)).findFirst();
    return closest
        .map(parent -> byName.getOrDefault(name("*." + parent), List.of()))
        .orElse(List.of())
        .stream()
        .map(r ->
            Record.newRecord(name, r.getType(), DClass.IN, r.getTTL(), r.rdataToWireCanonical()))
        .toList();
  }

  private static Stream<Name> parents(Name name) {
    return Stream.iterate(1, cut -> cut < name.labels() - 1, cut -> cut + 1)
        .map(cut -> new Name(name, cut));
  }

  private static String lastLabel(Name name) {
    return name.getLabelString(name.labels() - 2).toLowerCase(java.util.Locale.ROOT);
  }

  private static List<Record> records(String text) {
    var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    try (var master = new Master(bytes, Name.root, DEFAULT_TTL)) {
      master.disableIncludes();
      var all = new ArrayList<Record>();
      for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
        all.add(record);
      }
      return all;
    } catch (IOException e) {
      throw new IllegalArgumentException("zone text: " + e.getMessage(), e);
    }
  }
}
