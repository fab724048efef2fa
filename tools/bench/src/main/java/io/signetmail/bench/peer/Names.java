package io.signetmail.bench.peer;

import io.signetmail.testkit.DnsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The demo zones for programs that ask whatever `/etc/resolv.conf` names, on port 53 of a loopback
/// address.
final class Names implements AutoCloseable {
  /// Not 127.0.0.1, where the machine may have a resolver of its own.
  static final String ADDRESS = "127.0.0.2";

  private static final int PORT = 53;

  private final DnsServer server;
  private final Path resolvConf;

  private Names(DnsServer server, Path resolvConf) {
    this.server = server;
    this.resolvConf = resolvConf;
  }

  static Names start(String zone, Path directory) throws IOException {
    var file = directory.resolve("resolv.conf");
    Files.writeString(file, "nameserver " + ADDRESS + "\n");
    var listen = new InetSocketAddress(InetAddress.ofLiteral(ADDRESS), PORT);
    try {
      return new Names(DnsServer.start(listen, zone, Optional.empty()), file);
    } catch (UncheckedIOException e) {
      throw new IOException("no DNS on port 53 of " + ADDRESS + ", which needs root: " + e, e);
    }
  }

  /// The command, run where `/etc/resolv.conf` names this server; the machine's own is not touched.
  List<String> seenBy(List<String> command) {
    var wrapped = new ArrayList<String>(List.of("/usr/bin/unshare", "--mount", "/bin/sh", "-c"));
    wrapped.add("mount --bind \"$0\" /etc/resolv.conf && exec \"$@\"");
    wrapped.add(resolvConf.toString());
    wrapped.addAll(command);
    return wrapped;
  }

  @Override
  public void close() {
    server.close();
  }
}
