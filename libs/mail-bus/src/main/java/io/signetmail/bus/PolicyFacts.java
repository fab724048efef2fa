package io.signetmail.bus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Everything the local policy looked at when it decided about a message, so that another policy
/// can be tried on it later. Together with the recipient domains and the time of the event nothing
/// is missing.
///
/// @param version of the policy document
/// @param policy id of the policy that held for the recipients
/// @param action what it decided: `accept`, `quarantine`, `defer`, `refuse`
/// @param author the author domain, when there is exactly one
/// @param fromProblem else what is wrong with From
/// @param client address of the client
/// @param clientNames its names that DNS confirms in both directions
/// @param clientNamesOpen DNS did not say whether there are more
/// @param chain the ARC chain, when it verifies
/// @param authenticated domains that pass DKIM or SPF
public record PolicyFacts(
    String version,
    String policy,
    String action,
    @Nullable String author,
    String fromProblem,
    Finding dmarc,
    String client,
    List<String> clientNames,
    boolean clientNamesOpen,
    @Nullable Chain chain,
    List<String> authenticated) {
  public PolicyFacts {
    clientNames = List.copyOf(clientNames);
    authenticated = List.copyOf(authenticated);
  }

  /// @param sealer domain of the newest seal
  /// @param sawPass it recorded that DMARC passed
  public record Chain(String sealer, boolean sawPass, String text) {}

  /// @param kind `settled` (nothing to act on), `undecided` (DNS did not say) or `failed`
  /// @param policyUnknown undecided: not even whether there is a policy
  /// @param decisive undecided: the answer could change what is done
  /// @param requested failed: the published policy
  /// @param effective failed: the policy after `t=y`
  /// @param percent failed: RFC 7489 `pct`
  /// @param sample failed: the number from 0 to 99 drawn for this message
  /// @param spared failed: the policy for messages outside the sample
  public record Finding(
      String kind,
      @Nullable Boolean policyUnknown,
      @Nullable Boolean decisive,
      @Nullable String reason,
      @Nullable String requested,
      @Nullable String effective,
      @Nullable Integer percent,
      @Nullable Integer sample,
      @Nullable String spared) {
    public static final Finding SETTLED =
        new Finding("settled", null, null, null, null, null, null, null, null);

    public static Finding undecided(boolean policyUnknown, boolean decisive, String reason) {
      return new Finding(
          "undecided", policyUnknown, decisive, reason, null, null, null, null, null);
    }
  }
}
