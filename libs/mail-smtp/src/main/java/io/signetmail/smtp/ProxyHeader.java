package io.signetmail.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// The PROXY protocol header, versions 1 and 2, by which a load balancer says who really connects
/// (haproxy, proxy-protocol.txt).
///
/// Read octet by octet, so that nothing behind it is taken from the stream: TLS may follow.
public sealed interface ProxyHeader {

  /// The connection comes from here.
  record From(InetAddress address, int port) implements ProxyHeader {}

  /// The balancer itself connects: LOCAL, UNKNOWN, or a family that is not IP.
  record Local() implements ProxyHeader {}

  /// No header, or not a valid one.
  record Invalid(String reason) implements ProxyHeader {}

  /// Reads a header; it must be there.
  static ProxyHeader read(InputStream in) throws IOException {
    var start = new byte[12];
    for (int i = 0; i < start.length; i++) {
      int b = in.read();
      if (b < 0) {
        return new Invalid("connection closed in the PROXY header");
      }
      start[i] = (byte) b;
      if (b != Version2.SIGNATURE[i] && !Version1.couldStart(start, i)) {
        return new Invalid("no PROXY header");
      }
    }
    return Arrays.equals(start, Version2.SIGNATURE) ? Version2.read(in) : Version1.read(start, in);
  }

  /// `PROXY TCP4 192.0.2.1 198.51.100.1 4711 25` and CRLF, at most 107 octets.
  final class Version1 {
    private static final int MAX = 107;
    private static final byte[] WORD = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    private Version1() {}

    static boolean couldStart(byte[] octets, int last) {
      return last >= WORD.length ? octets[0] == WORD[0] : octets[last] == WORD[last];
    }

    static ProxyHeader read(byte[] start, InputStream in) throws IOException {
      var line = new StringBuilder(new String(start, StandardCharsets.US_ASCII));
      while (!line.toString().endsWith("\r\n")) {
        int b = in.read();
        if (b < 0 || line.length() == MAX) {
          return new Invalid("PROXY line without an end");
        }
        line.append((char) b);
      }
      var words = line.substring(0, line.length() - 2).split(" ", -1);
      if (words.length >= 2 && words[1].equals("UNKNOWN")) {
        return new Local();
      }
      boolean known = words.length == 6 && (words[1].equals("TCP4") || words[1].equals("TCP6"));
      var address = known ? address(words[1], words[2]) : Optional.<InetAddress>empty();
      if (address.isEmpty()
          || !words[4].matches("[0-9]{1,5}")
          || Integer.parseInt(words[4]) > 65535) {
        return new Invalid("PROXY line that cannot be read");
      }
      return new From(address.get(), Integer.parseInt(words[4]));
    }

    private static Optional<InetAddress> address(String family, String text) {
      boolean valid =
          family.equals("TCP4") ? AddressLiteral.isIpv4(text) : AddressLiteral.isIpv6(text);
      return valid ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
    }
  }

  /// The binary form: signature, version and command, family, length, addresses, TLVs (skipped).
  final class Version2 {
    static final byte[] SIGNATURE = {
      0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };
    private static final int MAX = 2048;

    private Version2() {}

    static ProxyHeader read(InputStream in) throws IOException {
      var head = in.readNBytes(4);
      if (head.length < 4 || (head[0] & 0xF0) != 0x20) {
        return new Invalid("PROXY version is not 2");
      }
      int length = (head[2] & 0xFF) << 8 | (head[3] & 0xFF);
      if (length > MAX) {
        return new Invalid("PROXY header of " + length + " octets");
      }
      var rest = in.readNBytes(length);
      if (rest.length < length) {
        return new Invalid("connection closed in the PROXY header");
      }
      return switch (head[0] & 0x0F) {
        case 0 -> new Local();
        case 1 -> from(head[1] & 0xFF, rest);
        default -> new Invalid("PROXY command that does not exist");
      };
    }

    private static ProxyHeader from(int family, byte[] rest) throws IOException {
      int octets =
          switch (family) {
            case 0x11 -> 4;
            case 0x21 -> 16;
            default -> 0;
          };
      if (octets == 0) {
        return new Local();
      }
      if (rest.length < 2 * octets + 4) {
        return new Invalid("PROXY addresses are cut off");
      }
      int port = (rest[2 * octets] & 0xFF) << 8 | (rest[2 * octets + 1] & 0xFF);
      return new From(InetAddress.getByAddress(Arrays.copyOf(rest, octets)), port);
    }
  }
}
