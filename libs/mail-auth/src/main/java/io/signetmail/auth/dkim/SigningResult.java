package io.signetmail.auth.dkim;

import java.util.List;

/// What a signer did.
public sealed interface SigningResult {

  /// `headerFields`: complete DKIM-Signature fields with CRLF, to put before the message, one for
  /// each key in `signatures`.
  record Signed(String headerFields, List<SignatureIdentity> signatures) implements SigningResult {
    public Signed {
      signatures = List.copyOf(signatures);
    }
  }

  /// The message must not be signed as it is.
  record Refused(SigningProblem problem) implements SigningResult {}
}
