package io.signetmail.auth;

import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.spf.SpfLimits;
import java.time.Duration;

/// Limits of the parts, and `dnsBudget`, the time all DNS questions of one message may take
/// together. When it is over the rest is unavailable, which is temperror, never fail.
public record AuthenticatorSettings(
    SpfLimits spf, DkimLimits dkim, DmarcSettings dmarc, Duration dnsBudget) {

  public static AuthenticatorSettings defaults() {
    return new AuthenticatorSettings(
        SpfLimits.defaults(), DkimLimits.DEFAULT, DmarcSettings.rfc9989(), Duration.ofSeconds(10));
  }

  public AuthenticatorSettings withDmarc(DmarcSettings settings) {
    return new AuthenticatorSettings(spf, dkim, settings, dnsBudget);
  }

  public AuthenticatorSettings withDnsBudget(Duration budget) {
    return new AuthenticatorSettings(spf, dkim, dmarc, budget);
  }
}
