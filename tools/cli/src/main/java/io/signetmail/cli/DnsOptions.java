package io.signetmail.cli;

import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import io.signetmail.auth.dns.zone.ZoneDns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Who answers DNS questions: the system's resolver, a server, or a file.
final class DnsOptions {
  private static final int DNS_PORT = 53;
  private static final int MAX_PORT = 65_535;
  private static final int MAX_ZONE_BYTES = 16 << 20;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec verb;

  @Option(
      names = "--dns",
      paramLabel = "ADDRESS[:PORT]",
      description =
          "DNS server to ask, for instance 127.0.0.1:8053 for the demo zones (default: the system's)")
  private Optional<String> server = Optional.empty();

  @Option(
      names = "--zone",
      paramLabel = "FILE",
      description =
          "answer from this file and ask nobody: master-file text with absolute names, such as"
              + " 's1._domainkey.shop.example. TXT \"v=DKIM1; p=…\"'; a name it does not mention"
              + " does not exist")
  private Optional<Path> zone = Optional.empty();

  /// Whoever answers, until closed.
  static final class Resolver implements AutoCloseable {
    private final DnsClient client;
    private final Runnable closing;

    private Resolver(DnsClient client, Runnable closing) {
      this.client = client;
      this.closing = closing;
    }

    /// The same answers, with a list of its own of what was asked.
    RecordingDns recording() {
      return new RecordingDns(client);
    }

    @Override
    public void close() {
      closing.run();
    }
  }

  Resolver open() throws IOException {
    if (zone.isPresent() && server.isPresent()) {
      throw new ParameterException(verb.commandLine(), "give --zone or --dns, not both");
    }
    if (zone.isPresent()) {
      return new Resolver(zone(zone.get()), () -> {});
    }
    var settings = DnsJavaSettings.defaults();
    var client =
        new DnsJavaClient(
            server.map(text -> settings.withServers(List.of(address(text)))).orElse(settings));
    return new Resolver(client, client::close);
  }

  private static ZoneDns zone(Path file) throws IOException {
    var text = new String(InputFile.read(file, MAX_ZONE_BYTES), StandardCharsets.UTF_8);
    try {
      return ZoneDns.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ", " + e.getMessage(), e);
    }
  }

  /// `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1`, `[2001:db8::1]:53`.
  private InetSocketAddress address(String text) {
    int bracket = text.indexOf(']');
    int colon = text.indexOf(':', Math.max(bracket, 0));
    boolean hasPort = colon >= 0 && (bracket > 0 || colon == text.lastIndexOf(':'));
    var host = (hasPort ? text.substring(0, colon) : text).replaceAll("[\\[\\]]", "");
    var port = hasPort ? text.substring(colon + 1) : String.valueOf(DNS_PORT);
    var ip = IpLiteral.parse(host);
    if (ip.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > MAX_PORT) {
      throw new ParameterException(
          verb.commandLine(), "--dns: not an address with a port: " + text);
    }
    return new InetSocketAddress(ip.get(), Integer.parseInt(port));
  }
}
