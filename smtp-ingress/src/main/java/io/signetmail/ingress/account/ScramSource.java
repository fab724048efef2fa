package io.signetmail.ingress.account;

import io.signetmail.ingress.account.RememberedAnswers.Answer;
import io.signetmail.ingress.sasl.ScramSecrets;
import io.signetmail.ingress.session.Login;

/// Port: key-service, as far as SCRAM needs it.
@FunctionalInterface
interface ScramSource {

  /// The secrets of a user, and what a right proof leads to.
  record Known(ScramSecrets secrets, Login.Granted login) {}

  Answer<Known> scram(String user);
}
