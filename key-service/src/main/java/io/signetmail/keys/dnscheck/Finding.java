package io.signetmail.keys.dnscheck;

/// One thing to know about a published record.
///
/// @param detail for the domain owner: what was seen, and what to do
public record Finding(FindingCode code, String detail) {
  public boolean isError() {
    return code.severity() == FindingCode.Severity.ERROR;
  }
}
