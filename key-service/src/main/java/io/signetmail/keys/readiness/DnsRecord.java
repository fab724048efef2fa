package io.signetmail.keys.readiness;

import io.signetmail.keys.signingkeys.KeyRecord;

/// A record to publish, in the forms DNS tools ask for.
///
/// @param name without the trailing dot
public record DnsRecord(String name, String type, String value, String zone) {
  static DnsRecord txt(String name, String value) {
    return new DnsRecord(name, "TXT", value, new KeyRecord(name, value).zoneLine());
  }
}
