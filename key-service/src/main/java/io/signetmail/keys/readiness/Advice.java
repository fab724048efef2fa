package io.signetmail.keys.readiness;

import java.util.Optional;

/// One thing to know about a domain's DNS.
///
/// @param code stable, part of the API
/// @param detail what was seen and what it means, for the owner
/// @param publish the record that puts it right, when there is one
public record Advice(Severity severity, String code, String detail, Optional<DnsRecord> publish) {

  /// How bad it is.
  public enum Severity {
    /// Mail fails, or anybody can pass as the domain.
    ERROR,
    /// Works, but not as well or not for long.
    WARNING,
    /// Good to know.
    INFO,
    /// DNS did not answer: nothing is known.
    UNKNOWN
  }

  static Advice error(String code, String detail) {
    return new Advice(Severity.ERROR, code, detail, Optional.empty());
  }

  static Advice warning(String code, String detail) {
    return new Advice(Severity.WARNING, code, detail, Optional.empty());
  }

  static Advice info(String code, String detail) {
    return new Advice(Severity.INFO, code, detail, Optional.empty());
  }

  static Advice unknown(String code, String name, String reason) {
    var detail = "DNS did not answer for " + name + ": " + reason;
    return new Advice(Severity.UNKNOWN, code, detail, Optional.empty());
  }

  Advice publishing(DnsRecord record) {
    return new Advice(severity, code, detail, Optional.of(record));
  }
}
