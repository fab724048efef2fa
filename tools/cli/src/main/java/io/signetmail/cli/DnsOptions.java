package io.signetmail.cli;

import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which DNS server a verb asks.
final class DnsOptions {
  private static final int DNS_PORT = 53;

  @Option(
      names = "--dns",
      paramLabel = "ADDRESS[:PORT]",
      description =
          "DNS server to ask, for instance 127.0.0.1:8053 for the demo zones (default: the system's)")
  private Optional<String> server = Optional.empty();

  DnsJavaClient client() {
    var settings = DnsJavaSettings.defaults();
    return new DnsJavaClient(
        server.map(text -> settings.withServers(List.of(address(text)))).orElse(settings));
  }

  private static InetSocketAddress address(String text) {
    int colon = text.indexOf(':');
    boolean hasPort = colon >= 0 && colon == text.lastIndexOf(':');
    var host = hasPort ? text.substring(0, colon) : text;
    int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : DNS_PORT;
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
