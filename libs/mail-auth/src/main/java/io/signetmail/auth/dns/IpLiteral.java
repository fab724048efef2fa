package io.signetmail.auth.dns;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/// IP addresses in text, strictly: four decimal octets without leading zeros, or the IPv6 forms of
/// RFC 4291 §2.2. (`InetAddress.ofLiteral` also takes "1.2.3", zone ids and brackets.)
public final class IpLiteral {
  private static final int MAX_LENGTH = 45;

  private IpLiteral() {}

  public static Optional<InetAddress> parse(String text) {
    return parseOctets(text).map(IpLiteral::address);
  }

  /// 4 or 16 octets; an IPv4-mapped IPv6 address keeps its 16.
  public static Optional<byte[]> parseOctets(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return text.indexOf(':') < 0 ? parseIpv4(text) : parseIpv6(text);
  }

  private static InetAddress address(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("neither 4 nor 16 octets", e);
    }
  }

  private static Optional<byte[]> parseIpv4(String text) {
    var octets = new byte[4];
    int at = 0;
    for (int i = 0; i < 4; i++) {
      int start = at;
      int value = 0;
      while (at < text.length() && at - start < 3 && Ascii.isDigit(text.charAt(at))) {
        value = value * 10 + (text.charAt(at++) - '0');
      }
      boolean leadingZero = at - start > 1 && text.charAt(start) == '0';
      if (at == start || value > 255 || leadingZero) {
        return Optional.empty();
      }
      octets[i] = (byte) value;
      if (i < 3 && (at == text.length() || text.charAt(at++) != '.')) {
        return Optional.empty();
      }
    }
    return at == text.length() ? Optional.of(octets) : Optional.empty();
  }

  private static Optional<byte[]> parseIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(octets -> octets.length == 16);
    }
    if (text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    var left = gap == 0 ? Optional.of(new byte[0]) : groups(text.substring(0, gap));
    var after = text.substring(gap + 2);
    var right = after.isEmpty() ? Optional.of(new byte[0]) : groups(after);
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    boolean dottedBeforeGap = text.lastIndexOf('.', gap) >= 0;
    if (left.get().length + right.get().length > 14 || dottedBeforeGap) {
      return Optional.empty();
    }
    var octets = new byte[16];
    System.arraycopy(left.get(), 0, octets, 0, left.get().length);
    System.arraycopy(right.get(), 0, octets, 16 - right.get().length, right.get().length);
    return Optional.of(octets);
  }

  private static Optional<byte[]> groups(String text) {
    var octets = new byte[16];
    int length = 0;
    int start = 0;
    while (start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      var group = text.substring(start, end);
      boolean dotted = colon < 0 && group.indexOf('.') >= 0;
      var value = dotted ? parseIpv4(group) : hexGroup(group);
      if (value.isEmpty() || length + value.get().length > 16) {
        return Optional.empty();
      }
      System.arraycopy(value.get(), 0, octets, length, value.get().length);
      length += value.get().length;
      start = end + 1;
    }
    return Optional.of(Arrays.copyOf(octets, length));
  }

  private static Optional<byte[]> hexGroup(String group) {
    if (group.isEmpty() || group.length() > 4) {
      return Optional.empty();
    }
    int value = 0;
    for (int i = 0; i < group.length(); i++) {
      int digit = hexDigit(group.charAt(i));
      if (digit < 0) {
        return Optional.empty();
      }
      value = value << 4 | digit;
    }
    return Optional.of(new byte[] {(byte) (value >> 8), (byte) value});
  }

  private static int hexDigit(char c) {
    if (Ascii.isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' && c < 0x80 ? lower - 'a' + 10 : -1;
  }
}
