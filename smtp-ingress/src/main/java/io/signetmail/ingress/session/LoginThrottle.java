package io.signetmail.ingress.session;

import java.net.InetAddress;

/// Port: remembers failed logins across connections, so that guessing does not pay.
public interface LoginThrottle {

  /// False when this address or this user has failed too often lately.
  boolean allows(InetAddress address, String user);

  /// One more failure.
  void failed(InetAddress address, String user);

  /// Never says no.
  static LoginThrottle none() {
    return new LoginThrottle() {
      @Override
      public boolean allows(InetAddress address, String user) {
        return true;
      }

      @Override
      public void failed(InetAddress address, String user) {
        // Nothing is remembered.
      }
    };
  }
}
