package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.RecordType;
import java.time.Duration;

/// Told about every answer, for metrics. Called by the asking thread, so it must be quick.
@FunctionalInterface
public interface DnsObserver {
  DnsObserver NONE = (_, _, _, _) -> {};

  void answered(RecordType type, DnsAnswer<?> answer, Duration took, boolean fromCache);
}
