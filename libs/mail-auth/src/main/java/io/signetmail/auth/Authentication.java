package io.signetmail.auth;

import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.spf.SpfResult;
import java.util.List;

/// Everything that was found out about one message. `dkim` has one result per signature, none for
/// an unsigned message.
public record Authentication(
    SmtpClient client,
    AuthorDomain author,
    SpfResult spf,
    List<DkimResult> dkim,
    ArcResult arc,
    DmarcResult dmarc) {

  public Authentication {
    dkim = List.copyOf(dkim);
  }

  /// The same as an Authentication-Results field of ours (RFC 8601 §2.7).
  public AuthenticationResults results(String authservId) {
    return new AuthenticationResults(authservId, MethodResults.of(this));
  }
}
