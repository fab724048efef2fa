package io.signetmail.auth.dns;

import java.time.Duration;
import java.util.List;

/// What DNS said to one question. A timeout is never "no record": the four cases are four types.
public sealed interface DnsAnswer<T> {
  /// At least one record. `ttl` is what is left of it; `authentic` says that a validating resolver
  /// we trust set the AD bit on the whole chain (RFC 4035 §3.2.3).
  record Found<T>(List<T> records, Duration ttl, boolean authentic) implements DnsAnswer<T> {
    public Found {
      records = List.copyOf(records);
      if (records.isEmpty()) {
        throw new IllegalArgumentException("Found without a record is NoData");
      }
    }
  }

  /// The name exists, but has no record of this type (RCODE 0, no answer).
  record NoData<T>() implements DnsAnswer<T> {}

  /// The name does not exist, nor anything below it (RCODE 3; RFC 8020).
  record NoDomain<T>() implements DnsAnswer<T> {}

  /// We do not know: timeout, SERVFAIL, REFUSED, a broken reply, a spent budget.
  record Unavailable<T>(String reason) implements DnsAnswer<T> {}
}
