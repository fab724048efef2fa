package io.signetmail.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the checks found, in the words of RFC 8601 §2.7, for the history and for outgoing reports.
///
/// @param spf result of the MAIL FROM identity
/// @param spfDomain domain that was checked
/// @param dkim one entry a signature that was looked at
/// @param arc chain result
/// @param dmarc result
/// @param headerFrom domain of the From field, when there is exactly one
/// @param policyDomain where the DMARC record was found
/// @param policy published policy that applied: `none`, `quarantine`, `reject`
/// @param spfAligned SPF gave an aligned pass
/// @param dkimAligned DKIM gave an aligned pass
/// @param overrides reasons for deviating from the published policy (RFC 9990 reason types)
/// @param rfc7489 what the older edition says, when it was asked
/// @param inputs what the local policy looked at; null when none decided
public record AuthFacts(
    String spf,
    @Nullable String spfDomain,
    List<Signature> dkim,
    String arc,
    String dmarc,
    @Nullable String headerFrom,
    @Nullable String policyDomain,
    @Nullable String policy,
    boolean spfAligned,
    boolean dkimAligned,
    List<String> overrides,
    @Nullable Rfc7489 rfc7489,
    @Nullable PolicyFacts inputs) {
  public AuthFacts {
    dkim = List.copyOf(dkim);
    overrides = List.copyOf(overrides);
  }

  /// Nothing was found out: the checks could not be made.
  public static AuthFacts unknown() {
    return new AuthFacts(
        "temperror",
        null,
        List.of(),
        "none",
        "temperror",
        null,
        null,
        null,
        false,
        false,
        List.of(),
        null,
        null);
  }

  /// DMARC as RFC 7489 has it, beside RFC 9989, which decides.
  ///
  /// @param dmarc result
  /// @param policyDomain where the record was found
  /// @param policy what it asks for
  /// @param differs the result or what is asked for is not the same
  public record Rfc7489(
      String dmarc, @Nullable String policyDomain, @Nullable String policy, boolean differs) {}

  /// One DKIM signature.
  public record Signature(String domain, String selector, String result) {}
}
