package io.signetmail.ingress.account;

import io.signetmail.ingress.limit.ClientNetwork;
import io.signetmail.ingress.limit.WindowCounts;
import io.signetmail.ingress.session.LoginThrottle;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;

/// Counts failed logins per client network and per user in fixed windows. Thread-safe, bounded.
///
/// A user can be locked out for a window by somebody who guesses at them; the limit per user is
/// therefore much higher than the one per network.
public final class FailureWindow implements LoginThrottle {
  private static final int CAPACITY = 50_000;

  private final int perAddress;
  private final int perUser;
  private final WindowCounts addresses;
  private final WindowCounts users;

  /// Allows so many failures in a window.
  public FailureWindow(int perAddress, int perUser, Duration window, InstantSource clock) {
    this.perAddress = perAddress;
    this.perUser = perUser;
    this.addresses = new WindowCounts(window, CAPACITY, clock);
    this.users = new WindowCounts(window, CAPACITY, clock);
  }

  @Override
  public boolean allows(InetAddress address, String user) {
    return addresses.of(ClientNetwork.of(address).key()) < perAddress && users.of(user) < perUser;
  }

  @Override
  public void failed(InetAddress address, String user) {
    var _ = addresses.add(ClientNetwork.of(address).key());
    var _ = users.add(user);
  }
}
