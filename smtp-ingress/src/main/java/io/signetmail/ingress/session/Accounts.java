package io.signetmail.ingress.session;

/// Port: checks user and password. May block; never logs or keeps the password.
public interface Accounts {

  /// Checks.
  Login login(String user, String password);

  /// What a user may send as, when a trusted MTA vouches for them.
  Login trusted(String user);

  /// Changes at key-service that are known so far, counted; no change is ever known before it
  /// counts.
  default long changes() {
    return 0;
  }

  /// False when this login, whose question came after `then` changes, may not hold any more.
  default boolean stands(Login.Granted login, long then) {
    return true;
  }

  /// Nobody logs in.
  static Accounts none() {
    return new Accounts() {
      @Override
      public Login login(String user, String password) {
        return new Login.Denied();
      }

      @Override
      public Login trusted(String user) {
        return new Login.Denied();
      }
    };
  }
}
