package io.signetmail.auth.dmarc;

import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.spf.SpfIdentity;
import io.signetmail.auth.spf.SpfResult;
import java.util.ArrayList;
import java.util.List;

/// The domains a message was checked for, and what came of it (RFC 9989 §4.3).
public record AuthenticatedIdentifiers(List<Identifier> identifiers) {
  /// Which mechanism vouches for the domain.
  public enum Method {
    SPF,
    DKIM
  }

  /// How far the check came.
  public enum State {
    PASS,
    /// It may pass once DNS answers.
    UNDECIDED,
    NO_PASS
  }

  public record Identifier(Method method, DomainName domain, State state) {}

  public AuthenticatedIdentifiers {
    identifiers = List.copyOf(identifiers);
  }

  /// RFC 9989 §4.4.1, §4.4.2: `d=` of signatures, the MAIL FROM domain; a HELO result never counts.
  public static AuthenticatedIdentifiers of(SpfResult mailFrom, List<DkimResult> signatures) {
    var identifiers = new ArrayList<Identifier>();
    var spf = mailFrom.identity();
    if (spf.scope() == SpfIdentity.Scope.MAIL_FROM && spf.domain().isPresent()) {
      identifiers.add(new Identifier(Method.SPF, spf.domain().get(), state(mailFrom)));
    }
    for (var signature : signatures) {
      signature
          .domain()
          .ifPresent(
              domain -> identifiers.add(new Identifier(Method.DKIM, domain, state(signature))));
    }
    return new AuthenticatedIdentifiers(identifiers);
  }

  private static State state(SpfResult result) {
    return switch (result) {
      case SpfResult.Pass _ -> State.PASS;
      case SpfResult.TempError _ -> State.UNDECIDED;
      case SpfResult.None _,
          SpfResult.Neutral _,
          SpfResult.Fail _,
          SpfResult.SoftFail _,
          SpfResult.PermError _ ->
          State.NO_PASS;
    };
  }

  private static State state(DkimResult result) {
    return switch (result) {
      case DkimResult.Pass pass -> pass.countsForDmarc() ? State.PASS : State.NO_PASS;
      case DkimResult.TempError _ -> State.UNDECIDED;
      case DkimResult.Fail _, DkimResult.Policy _, DkimResult.PermError _ -> State.NO_PASS;
    };
  }
}
