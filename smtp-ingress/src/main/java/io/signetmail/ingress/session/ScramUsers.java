package io.signetmail.ingress.session;

/// Port: what SCRAM needs to know of users. May block; never logs or shows a secret.
@FunctionalInterface
public interface ScramUsers {

  /// Looks a user up by their prepared name.
  ScramOffer of(String user);

  /// For listeners where nobody logs in.
  static ScramUsers none() {
    return _ -> new ScramOffer.Unavailable("nobody logs in here");
  }
}
