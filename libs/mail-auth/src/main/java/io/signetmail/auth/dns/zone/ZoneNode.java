package io.signetmail.auth.dns.zone;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.RecordType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a zone says about one name. Filled while the zone is read, only read afterwards.
final class ZoneNode {
  private final Map<RecordType, List<Object>> records = new EnumMap<>(RecordType.class);
  private final Map<RecordType, String> failures = new EnumMap<>(RecordType.class);
  private @Nullable DomainName alias;
  private @Nullable String failureOfTheRest;

  void add(RecordType type, Object record) {
    if (type == RecordType.CNAME) {
      alias = (DomainName) record;
    } else {
      records.computeIfAbsent(type, _ -> new ArrayList<>()).add(record);
    }
  }

  void fail(RecordType type, String reason) {
    failures.put(type, reason);
  }

  /// Every type the node has no record of fails.
  void failTheRest(String reason) {
    failureOfTheRest = reason;
  }

  List<Object> records(RecordType type) {
    return records.getOrDefault(type, List.of());
  }

  @Nullable DomainName alias() {
    return alias;
  }

  @Nullable String failure(RecordType type) {
    var failure = failures.get(type);
    if (failure != null || alias != null || records.containsKey(type)) {
      return failure;
    }
    return failureOfTheRest;
  }
}
