package io.signetmail.ingress.limit;

import io.signetmail.smtp.AddressRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Addresses of the routers this host sends through.
///
/// No router sends mail. A client that has such an address is somebody else, seen through address
/// translation: SPF would judge the router, and one setting of SPF would let in the whole world or
/// nobody.
public record OwnGateways(Set<InetAddress> addresses) {
  private static final Logger LOG = LoggerFactory.getLogger(OwnGateways.class);
  private static final Path IPV4 = Path.of("/proc/net/route");
  private static final Path IPV6 = Path.of("/proc/net/ipv6_route");

  /// Flag of a route that goes through a gateway (Linux, RTF_GATEWAY).
  private static final int THROUGH_GATEWAY = 2;

  /// Nobody is one.
  public static final OwnGateways NONE = new OwnGateways(Set.of());

  /// Copies the set.
  public OwnGateways {
    addresses = Set.copyOf(addresses);
  }

  /// Those of this host now; none where the system does not say (other systems than Linux).
  public static OwnGateways ofThisHost() {
    return new OwnGateways(
        Stream.concat(
                lines(IPV4).stream().map(OwnGateways::ipv4),
                lines(IPV6).stream().map(OwnGateways::ipv6))
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()));
  }

  /// True for a client that cannot be one.
  public boolean contains(InetAddress address) {
    return addresses.contains(address);
  }

  /// Those that do not lie in one of these ranges.
  public OwnGateways except(List<AddressRange> declared) {
    return new OwnGateways(
        addresses.stream()
            .filter(a -> declared.stream().noneMatch(r -> r.contains(a)))
            .collect(Collectors.toSet()));
  }

  private static List<String> lines(Path table) {
    try {
      return Files.isReadable(table)
          ? Files.readAllLines(table, StandardCharsets.US_ASCII)
          : List.of();
    } catch (IOException e) {
      LOG.warn("{} cannot be read, clients behind our own gateway are not noticed: {}", table, e);
      return List.of();
    }
  }

  /// `eth0 00000000 010011AC 0003 …`: the third column, least significant octet first.
  static Optional<InetAddress> ipv4(String line) {
    var columns = line.split("\\s+", -1);
    return columns.length < 4 || !columns[3].matches("[0-9A-Fa-f]{4}")
        ? Optional.empty()
        : gateway(
            columns[2],
            8,
            columns[3],
            octets -> {
              var reversed = new byte[octets.length];
              for (int i = 0; i < octets.length; i++) {
                reversed[i] = octets[octets.length - 1 - i];
              }
              return reversed;
            });
  }

  /// The fifth column is the next hop, the ninth the flags.
  static Optional<InetAddress> ipv6(String line) {
    var columns = line.strip().split("\\s+", -1);
    return columns.length < 9 || !columns[8].matches("[0-9A-Fa-f]{8}")
        ? Optional.empty()
        : gateway(columns[4], 32, columns[8], octets -> octets);
  }

  private static Optional<InetAddress> gateway(
      String hex, int digits, String flags, Function<byte[], byte[]> order) {
    boolean through = (Long.parseLong(flags, 16) & THROUGH_GATEWAY) != 0;
    if (!through || !hex.matches("[0-9A-Fa-f]{" + digits + "}")) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByAddress(order.apply(HexFormat.of().parseHex(hex))))
          .filter(a -> !a.isAnyLocalAddress());
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 or 16 octets are an address", e);
    }
  }
}
