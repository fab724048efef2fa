package io.signetmail.auth.dkim;

import io.signetmail.auth.dns.DomainName;
import java.util.Optional;

/// Outcome of one DKIM-Signature field. A message without one has no result at all.
public sealed interface DkimResult {

  /// What the signature says about itself.
  SignatureIdentity identity();

  /// Verified, and it covers the whole body. `testing`: the key record says `t=y`.
  record Pass(SignatureIdentity identity, int keyBits, boolean testing) implements DkimResult {}

  /// Well formed, but the message is not the one that was signed.
  record Fail(SignatureIdentity identity, DkimProblem problem) implements DkimResult {}

  /// Verifies, but in a way we do not accept: `l=` leaves a part of the body unsigned.
  record Policy(SignatureIdentity identity, DkimProblem problem) implements DkimResult {}

  /// Could not be decided now; may be decidable later (RFC 6376 §6.1.2).
  record TempError(SignatureIdentity identity, DkimProblem problem) implements DkimResult {}

  /// Can never be verified: RFC 6376 §6.1 PERMFAIL.
  record PermError(SignatureIdentity identity, DkimProblem problem) implements DkimResult {}

  /// Keyword for `dkim=` in Authentication-Results (RFC 8601 §2.7.1).
  default String keyword() {
    return switch (this) {
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case Policy _ -> "policy";
      case TempError _ -> "temperror";
      case PermError _ -> "permerror";
    };
  }

  /// Why it is not a pass; empty for a pass.
  default Optional<DkimProblem> reason() {
    return switch (this) {
      case Pass _ -> Optional.empty();
      case Fail(_, var problem) -> Optional.of(problem);
      case Policy(_, var problem) -> Optional.of(problem);
      case TempError(_, var problem) -> Optional.of(problem);
      case PermError(_, var problem) -> Optional.of(problem);
    };
  }

  default boolean passed() {
    return this instanceof Pass;
  }

  /// True when DMARC may take `d=` as an authenticated identifier (RFC 9989 §4.4.1): a pass that
  /// covers the whole body.
  default boolean countsForDmarc() {
    return passed() && domain().isPresent();
  }

  /// The signing domain (SDID, `d=`); empty when the field could not be read that far.
  default Optional<DomainName> domain() {
    return identity().domain();
  }

  default Optional<Selector> selector() {
    return identity().selector();
  }
}
