package io.signetmail.keys.limits;

import io.signetmail.keys.KeySettings;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// The limits of this process: for each token, for each address, and for failed logins of an
/// address.
@Singleton
public final class CallLimits {
  private static final int IPV6_NETWORK_BYTES = 8;

  private final CallLimit tokens;
  private final CallLimit addresses;
  private final CallLimit failures;

  public CallLimits(KeySettings settings) {
    tokens = new CallLimit(settings.rate().perToken(), System::nanoTime);
    addresses = new CallLimit(settings.rate().perAddress(), System::nanoTime);
    failures = new CallLimit(settings.rate().failedLogins(), System::nanoTime);
  }

  /// Throws {@link TooManyCalls} when the token's holder calls too often.
  public void countToken(String id) {
    require(tokens, id);
  }

  public void countAddress(String address) {
    require(addresses, network(address));
  }

  public void countFailure(String address) {
    require(failures, network(address));
  }

  private static void require(CallLimit limit, String caller) {
    var wait = limit.take(caller);
    if (!wait.isZero()) {
      throw new TooManyCalls(wait);
    }
  }

  /// A host has a whole /64 of IPv6 addresses to call from.
  private static String network(String address) {
    try {
      var bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of()
          .formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, IPV6_NETWORK_BYTES)));
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
