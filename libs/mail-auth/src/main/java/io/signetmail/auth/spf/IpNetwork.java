package io.signetmail.auth.spf;

import io.signetmail.auth.dns.IpLiteral;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/// An IP network. An IPv4-mapped IPv6 network is IPv6 and holds no client: those are IPv4 by then
/// (RFC 7208 §5).
public final class IpNetwork {
  private final byte[] octets;
  private final int prefix;

  private IpNetwork(byte[] octets, int prefix) {
    this.octets = octets;
    this.prefix = prefix;
  }

  static Optional<IpNetwork> parse(String address, int octetCount, int prefix) {
    return IpLiteral.parseOctets(address)
        .filter(octets -> octets.length == octetCount)
        .map(octets -> new IpNetwork(octets, prefix));
  }

  /// True when `client` lies in the network of `prefix` bits around `address`.
  static boolean sameNetwork(byte[] address, byte[] client, int prefix) {
    if (address.length != client.length) {
      return false;
    }
    int whole = prefix / 8;
    if (Arrays.mismatch(address, 0, whole, client, 0, whole) >= 0) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0 || ((address[whole] ^ client[whole]) & 0xFF) >> (8 - rest) == 0;
  }

  boolean contains(byte[] client) {
    return sameNetwork(octets, client, prefix);
  }

  public boolean contains(InetAddress client) {
    return contains(client.getAddress());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpNetwork that
        && prefix == that.prefix
        && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(octets) + prefix;
  }
}
