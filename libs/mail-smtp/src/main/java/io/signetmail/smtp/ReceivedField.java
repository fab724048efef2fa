package io.signetmail.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The trace field a server prepends (RFC 5321 §4.4).
///
/// @param helo what the client called itself; checked by {@link Command#parse}, so it cannot break
///   out of the field
/// @param clientName confirmed PTR name
/// @param tls protocol and cipher suite, as a comment
/// @param recipient named only when it is the only one, so that no recipient learns of another
public record ReceivedField(
    String helo,
    Optional<String> clientName,
    InetAddress client,
    String by,
    String with,
    Optional<String> tls,
    String id,
    Optional<ForwardPath> recipient,
    Instant at) {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss xx", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  /// The field with its CRLF, folded so that no line is long.
  public byte[] bytes() {
    var out = new StringBuilder("Received: from ").append(helo).append(" (");
    clientName.ifPresent(name -> out.append(name).append(' '));
    out.append(literal(client)).append(")\r\n");
    tls.ifPresent(t -> out.append("\t(using ").append(t).append(")\r\n"));
    out.append("\tby ").append(by).append(" with ").append(with).append(" id ").append(id);
    recipient.ifPresent(r -> out.append("\r\n\tfor ").append(r));
    out.append(";\r\n\t").append(DATE.format(at)).append("\r\n");
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// `[192.0.2.1]` or `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
  public static String literal(InetAddress address) {
    return address instanceof Inet6Address
        ? "[IPv6:" + withoutZone(address.getHostAddress()) + "]"
        : "[" + address.getHostAddress() + "]";
  }

  private static String withoutZone(String text) {
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }

  /// Number of Received fields in a message's header, for loop detection (RFC 5321 §6.3).
  public static int count(byte[] message) {
    int count = 0;
    int lineStart = 0;
    while (lineStart < message.length && message[lineStart] != '\r') {
      if (isReceived(message, lineStart)) {
        count++;
      }
      int at = lineStart;
      while (at < message.length && message[at] != '\n') {
        at++;
      }
      lineStart = at + 1;
    }
    return count;
  }

  private static final byte[] NAME = "received:".getBytes(StandardCharsets.US_ASCII);

  private static boolean isReceived(byte[] message, int at) {
    if (message.length - at < NAME.length) {
      return false;
    }
    for (int i = 0; i < NAME.length; i++) {
      int b = message[at + i];
      int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
      if (lower != NAME[i]) {
        return false;
      }
    }
    return true;
  }
}
