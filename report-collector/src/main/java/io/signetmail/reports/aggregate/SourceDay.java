package io.signetmail.reports.aggregate;

import java.time.LocalDate;

/// Messages of one source on one day with one outcome, summed over all reporters.
///
/// @param dkim aligned DKIM passed
/// @param spf aligned SPF passed
/// @param signer key that signed, `selector._domainkey.domain`, empty without a valid signature
/// @param mailFrom domain for which SPF passed, empty when it did not
public record SourceDay(
    LocalDate day,
    String sourceIp,
    boolean dkim,
    boolean spf,
    String signer,
    String mailFrom,
    long messages) {

  public boolean passed() {
    return dkim || spf;
  }
}
