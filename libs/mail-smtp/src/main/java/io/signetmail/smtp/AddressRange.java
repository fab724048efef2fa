package io.signetmail.smtp;

import java.net.InetAddress;
import java.util.Optional;

/// A range of addresses: `192.0.2.0/24`, `2001:db8::/32`, or a single address.
public record AddressRange(InetAddress network, int prefix) {

  /// Reads a range of a setting; empty when it is not one. Never asks DNS.
  public static Optional<AddressRange> parse(String text) {
    int slash = text.indexOf('/');
    var literal = slash < 0 ? text : text.substring(0, slash);
    if (!AddressLiteral.isIpv4(literal) && !AddressLiteral.isIpv6(literal)) {
      return Optional.empty();
    }
    var network = InetAddress.ofLiteral(literal);
    int bits = network.getAddress().length * 8;
    if (slash < 0) {
      return Optional.of(new AddressRange(network, bits));
    }
    var digits = text.substring(slash + 1);
    if (!digits.matches("[0-9]{1,3}") || Integer.parseInt(digits) > bits) {
      return Optional.empty();
    }
    return Optional.of(new AddressRange(network, Integer.parseInt(digits)));
  }

  /// Reads a range that has to be one.
  public static AddressRange of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an address range: " + text));
  }

  /// True when the address lies in the range.
  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((mine[bit / 8] & mask) != (other[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
