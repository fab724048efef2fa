package io.signetmail.standalone;

import io.signetmail.testkit.DnsServer;
import io.signetmail.testkit.DnsZone;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The DNS server of the demo zones; what is published while it runs is still there after a
/// restart.
public final class DemoDns implements AutoCloseable {
  private final DnsServer server;
  private final Path file;
  private DnsZone published;

  private DemoDns(DnsServer server, Path file, DnsZone published) {
    this.server = server;
    this.file = file;
    this.published = published;
  }

  static DemoDns start(
      InetSocketAddress listen, String zone, Path file, Optional<InetSocketAddress> forwarder)
      throws IOException {
    var before = Files.exists(file) ? Files.readString(file) : "";
    var server = DnsServer.start(listen, zone, forwarder);
    server.add(before);
    return new DemoDns(server, file, DnsZone.parse(before));
  }

  public synchronized void publish(String records) throws IOException {
    server.add(records);
    published = published.with(records);
    save();
  }

  /// Takes records away, those the demo zones came with included (until the next start).
  public synchronized void withdraw(String name, String type) throws IOException {
    server.remove(name, type);
    published = published.without(name, type);
    save();
  }

  public String text() {
    return text(server.zone());
  }

  @Override
  public void close() {
    server.close();
  }

  private void save() throws IOException {
    Files.writeString(file, text(published));
  }

  private static String text(DnsZone zone) {
    var text = new StringBuilder();
    zone.records().forEach(record -> text.append(record).append('\n'));
    return text.toString();
  }
}
