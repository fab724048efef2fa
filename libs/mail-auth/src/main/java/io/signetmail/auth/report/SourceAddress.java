package io.signetmail.auth.report;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// Reads `source_ip` (RFC 9990 §3.1.1.7: an address of RFC 3986 §3.2.2). Never asks DNS.
final class SourceAddress {
  private SourceAddress() {}

  /// Null when it is no address.
  static @Nullable InetAddress parse(char[] chars, int start, int end) {
    byte[] v4 = new byte[4];
    return isIpv4(chars, start, end, v4) ? of(v4) : parseIpv6(chars, start, end);
  }

  private static boolean isIpv4(char[] chars, int start, int end, byte[] into) {
    int octet = 0;
    int digits = 0;
    int value = 0;
    for (int i = start; i < end; i++) {
      char c = chars[i];
      if (c == '.') {
        if (digits == 0 || octet == 3) {
          return false;
        }
        into[octet++] = (byte) value;
        digits = 0;
        value = 0;
      } else if (c >= '0' && c <= '9' && digits < 3) {
        value = value * 10 + c - '0';
        digits++;
        if (value > 255) {
          return false;
        }
      } else {
        return false;
      }
    }
    into[3] = (byte) value;
    return octet == 3 && digits > 0;
  }

  /// Bracketed as in RFC 3986 too. A zone or a name is refused before the JDK sees it.
  private static @Nullable InetAddress parseIpv6(char[] chars, int start, int end) {
    if (end - start < 2 || end - start > 47) {
      return null;
    }
    boolean bracketed = chars[start] == '[' && chars[end - 1] == ']';
    int first = bracketed ? start + 1 : start;
    int last = bracketed ? end - 1 : end;
    boolean colon = false;
    for (int i = first; i < last; i++) {
      char c = chars[i];
      colon |= c == ':';
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return null;
      }
    }
    if (!colon) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(new String(chars, first, last - first));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static InetAddress of(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // four bytes are always an address
    }
  }
}
