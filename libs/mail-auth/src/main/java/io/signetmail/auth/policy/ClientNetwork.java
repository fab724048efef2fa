package io.signetmail.auth.policy;

import java.net.InetAddress;
import java.util.Optional;

/// Addresses with a common prefix: `192.0.2.0/24`, `2001:db8::/32`, or one address.
public record ClientNetwork(InetAddress address, int prefixLength) {

  public ClientNetwork {
    if (prefixLength < 0 || prefixLength > address.getAddress().length * 8) {
      throw new IllegalArgumentException("prefix length " + prefixLength);
    }
  }

  public static Optional<ClientNetwork> parse(String text) {
    var slash = text.indexOf('/');
    try {
      var address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
      var bits = address.getAddress().length * 8;
      return Optional.of(
          new ClientNetwork(
              address, slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1))));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress other) {
    var ours = address.getAddress();
    var theirs = other.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (var bit = 0; bit < prefixLength; bit += 8) {
      var mask = prefixLength - bit >= 8 ? 0xff : 0xff << (8 - (prefixLength - bit));
      if (((ours[bit / 8] ^ theirs[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
