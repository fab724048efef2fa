package io.signetmail.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The first name server this machine uses itself.
final class SystemResolver {
  private static final int DNS_PORT = 53;

  private SystemResolver() {}

  static Optional<InetSocketAddress> find(Path resolvConf) {
    try (var lines = Files.lines(resolvConf)) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .filter(words -> words.length >= 2 && words[0].equals("nameserver"))
          .map(words -> words[1])
          .findFirst()
          .map(address -> new InetSocketAddress(InetAddress.ofLiteral(address), DNS_PORT));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
