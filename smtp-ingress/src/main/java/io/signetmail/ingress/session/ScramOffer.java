package io.signetmail.ingress.session;

import io.signetmail.ingress.sasl.ScramSecrets;
import java.util.Optional;

/// What a SCRAM exchange with a user starts from.
public sealed interface ScramOffer {

  /// The exchange can go on, whether or not the user exists.
  ///
  /// @param nonce ours, new for each exchange
  /// @param login what a right proof leads to; empty when there is no such user, and then no proof
  ///   is right
  record Ready(ScramSecrets secrets, String nonce, Optional<Login.Granted> login)
      implements ScramOffer {}

  /// Nobody could be asked.
  record Unavailable(String reason) implements ScramOffer {}
}
