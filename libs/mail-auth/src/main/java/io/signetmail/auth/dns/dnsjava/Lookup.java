package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import java.time.Duration;
import java.util.List;

/// What one finished lookup learned, before it is given a type and an age.
record Lookup(Kind kind, List<?> records, Duration ttl, boolean authentic, String reason) {
  enum Kind {
    FOUND,
    NO_DATA,
    NO_DOMAIN,
    UNAVAILABLE
  }

  static Lookup found(List<?> records, Duration ttl, boolean authentic) {
    return new Lookup(Kind.FOUND, List.copyOf(records), ttl, authentic, "");
  }

  static Lookup absent(Kind kind, Duration ttl) {
    return new Lookup(kind, List.of(), ttl, false, "");
  }

  static Lookup unavailable(String reason) {
    return new Lookup(Kind.UNAVAILABLE, List.of(), Duration.ZERO, false, reason);
  }

  Lookup withTtl(Duration value) {
    return new Lookup(kind, records, value, authentic, reason);
  }

  /// About what it costs to remember.
  long bytes() {
    long bytes = 200L + reason.length();
    for (var record : records) {
      bytes +=
          switch (record) {
            case TxtRecord(var text) -> 60L + text.length();
            case MxRecord(_, DomainName exchange) -> 100L + exchange.toString().length();
            case DomainName name -> 70L + name.toString().length();
            default -> 80L;
          };
    }
    return bytes;
  }
}
