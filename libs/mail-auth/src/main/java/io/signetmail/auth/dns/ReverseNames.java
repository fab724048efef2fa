package io.signetmail.auth.dns;

import java.net.InetAddress;

/// The names under which addresses are found backwards.
public final class ReverseNames {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private ReverseNames() {}

  /// RFC 1035 §3.5 for IPv4, RFC 3596 §2.5 for IPv6.
  public static DomainName of(InetAddress address) {
    var octets = address.getAddress();
    var name = new StringBuilder(74);
    for (int i = octets.length - 1; i >= 0; i--) {
      int octet = octets[i] & 0xFF;
      if (octets.length == 4) {
        name.append(octet).append('.');
      } else {
        name.append(HEX[octet & 0xF]).append('.').append(HEX[octet >> 4]).append('.');
      }
    }
    return DomainName.of(name.append(octets.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString());
  }
}
