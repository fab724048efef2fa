package io.signetmail.standalone;

import io.signetmail.testkit.MailboxSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `signet demo-world`: what only a demonstration has, for a system that runs in containers: DNS
/// zones, mailbox sink and their control endpoint, on their usual ports.
@Command(
    name = "demo-world",
    description =
        "Serves the demo zones, a mailbox sink and their control endpoint, for a system started"
            + " otherwise.",
    mixinStandardHelpOptions = true)
public final class DemoWorldCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "where mail, published records and the honest stranger's key are kept")
  private Path data = Path.of(".");

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "the address to listen on (default: ${DEFAULT-VALUE})")
  private String listen = "127.0.0.1";

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "where others reach the DNS server; the zones name it as their own (default:"
              + " ${DEFAULT-VALUE})")
  private String address = "127.0.0.1";

  @Option(
      names = "--name",
      paramLabel = "HOST",
      description = "a name under which others reach the control endpoint; may be repeated")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException, GeneralSecurityException, InterruptedException {
    var directory = new DataDirectory(data);
    Files.createDirectories(directory.secrets());
    Files.createDirectories(directory.mailbox());
    var zone = DemoZones.text(SecretFiles.of(directory), InetAddress.ofLiteral(address));
    var known = new HashSet<>(names);
    known.addAll(List.of("127.0.0.1", "localhost"));
    var resolver = SystemResolver.find(Path.of("/etc/resolv.conf"));
    try (var dns = DemoDns.start(at(Port.DNS), zone, directory.publishedZone(), resolver);
        var sink = MailboxSink.start(at(Port.SINK), directory.mailbox());
        var _ = ControlServer.start(at(Port.CONTROL), dns, sink, Optional.empty(), known)) {
      for (var port : List.of(Port.DNS, Port.SINK, Port.CONTROL)) {
        System.out.printf("%s:%d  %s%n", listen, port.preferred(), port.purpose());
      }
      UpCommand.forever();
    }
    return 0;
  }

  private InetSocketAddress at(Port port) {
    return new InetSocketAddress(InetAddress.ofLiteral(listen), port.preferred());
  }
}
