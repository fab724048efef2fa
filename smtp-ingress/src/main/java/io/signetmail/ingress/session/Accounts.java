package io.signetmail.ingress.session;

/// Port: checks user and password. May block; never logs or keeps the password.
public interface Accounts {

  /// Checks.
  Login login(String user, String password);
}
