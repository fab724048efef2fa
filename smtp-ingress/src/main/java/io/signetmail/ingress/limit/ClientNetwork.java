package io.signetmail.ingress.limit;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/// What counts as one client: an IPv4 address, or the /64 of an IPv6 address, since whoever has one
/// address of a /64 has all of them.
public record ClientNetwork(String key) {
  private static final int PREFIX_OCTETS = 8;

  /// The network an address belongs to.
  public static ClientNetwork of(InetAddress address) {
    return address instanceof Inet6Address
        ? new ClientNetwork(
            HexFormat.of().formatHex(Arrays.copyOf(address.getAddress(), PREFIX_OCTETS)) + "/64")
        : new ClientNetwork(address.getHostAddress());
  }
}
