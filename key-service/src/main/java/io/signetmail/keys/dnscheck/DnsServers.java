package io.signetmail.keys.dnscheck;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/// Reads `signet.dns.servers`.
public final class DnsServers {
  private static final int DNS_PORT = 53;
  private static final Pattern SERVER = Pattern.compile("\\[?([^\\]]+?)\\]?(?::(\\d{1,5}))?");

  private DnsServers() {}

  /// `host`, `host:port` or `[address]:port` each.
  public static List<InetSocketAddress> parse(List<String> servers) {
    return servers.stream().map(String::strip).map(DnsServers::parse).toList();
  }

  private static InetSocketAddress parse(String server) {
    var parts = SERVER.matcher(server);
    if (!parts.matches()) {
      throw new IllegalArgumentException("signet.dns.servers: " + server + " is not host:port");
    }
    var port = parts.group(2) == null ? DNS_PORT : Integer.parseInt(parts.group(2));
    return new InetSocketAddress(parts.group(1), port);
  }
}
