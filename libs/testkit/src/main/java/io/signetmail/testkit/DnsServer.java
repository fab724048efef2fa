package io.signetmail.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/// A DNS server on 127.0.0.1, UDP and TCP on one port, answering from a zone that changes at run
/// time.
///
/// Names the zone does not own are forwarded when there is a forwarder, and do not exist otherwise.
/// A name can be made to fail with a {@link DnsFault}. One virtual thread per query; all methods
/// may be called from any thread.
public final class DnsServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);
  private static final int ATTEMPTS = 20;
  private static final int UDP_BUFFER = 65_535;
  private static final int TCP_IDLE_MILLIS = 10_000;
  private static final int REMEMBERED = 10_000;

  /// One question as it was asked.
  public record Query(String name, String type, boolean tcp) {}

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Optional<InetSocketAddress> forwarder;
  private final Map<Name, DnsFault> faults = new ConcurrentHashMap<>();
  private volatile Optional<DnsFault> common = Optional.empty();
  private final List<Query> queries = new CopyOnWriteArrayList<>();
  private volatile DnsZone zone;
  private volatile Optional<DnsUpdates> updates = Optional.empty();

  private DnsServer(
      DatagramSocket udp, ServerSocket tcp, DnsZone zone, Optional<InetSocketAddress> forwarder) {
    this.udp = udp;
    this.tcp = tcp;
    this.zone = zone;
    this.forwarder = forwarder;
  }

  /// A server on a free port that knows nothing but `zoneText`.
  public static DnsServer start(String zoneText) {
    return start(0, zoneText, Optional.empty());
  }

  /// A server on `port` (0 = a free one) that asks `forwarder` about names that are not its own.
  public static DnsServer start(int port, String zoneText, Optional<InetSocketAddress> forwarder) {
    return start(new InetSocketAddress(Ports.LOOPBACK, port), zoneText, forwarder);
  }

  /// As {@link #start(int, String, Optional)}, where others than this machine may ask.
  public static DnsServer start(
      InetSocketAddress listen, String zoneText, Optional<InetSocketAddress> forwarder) {
    var zone = DnsZone.parse(zoneText);
    IOException last = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        var server = bound(listen, zone, forwarder);
        Thread.ofVirtual().name("dns-udp").start(server::serveUdp);
        Thread.ofVirtual().name("dns-tcp").start(server::serveTcp);
        return server;
      } catch (IOException e) {
        last =
            e; // The number was free for TCP and taken for UDP: another one may be free for both.
        if (listen.getPort() != 0) {
          break;
        }
      }
    }
    throw new UncheckedIOException(
        "no DNS port", last == null ? new IOException("not tried") : last);
  }

  private static DnsServer bound(
      InetSocketAddress listen, DnsZone zone, Optional<InetSocketAddress> forwarder)
      throws IOException {
    var tcp = new ServerSocket(listen.getPort(), 50, listen.getAddress());
    try {
      return new DnsServer(
          new DatagramSocket(tcp.getLocalPort(), listen.getAddress()), tcp, zone, forwarder);
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  public int port() {
    return tcp.getLocalPort();
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(Ports.LOOPBACK, port());
  }

  /// What a service needs to use this server.
  public Map<String, String> config() {
    return Map.of("signet.dns.servers", "127.0.0.1:" + port());
  }

  public DnsZone zone() {
    return zone;
  }

  /// Forgets the zone and answers from `text` from now on.
  public void setZone(String text) {
    change(_ -> DnsZone.parse(text));
  }

  /// Adds the records of `text`.
  public void add(String text) {
    change(now -> now.with(text));
  }

  /// Removes the records of a name; `type` is `ANY` or one type's mnemonic.
  public void remove(String name, String type) {
    change(now -> now.without(name, type));
  }

  /// Takes dynamic updates signed with this key from now on; the secret is base64.
  public void allowUpdates(String keyName, String secret) {
    updates = Optional.of(new DnsUpdates(new TSIG("hmac-sha256", keyName, secret)));
  }

  private synchronized byte[] update(Message update, byte[] bytes) {
    if (updates.isEmpty()) {
      return DnsUpdates.reply(update, Rcode.NOTIMP).toWire();
    }
    var result = updates.get().take(zone, update, bytes);
    zone = result.zone();
    return result.answer().toWire(UDP_BUFFER);
  }

  private synchronized void change(UnaryOperator<DnsZone> to) {
    zone = to.apply(zone);
  }

  /// Makes every question about `name` fail this way.
  public void fault(String name, DnsFault fault) {
    faults.put(DnsZone.name(name), fault);
  }

  /// Makes every question about a name without a fault of its own fail this way.
  public void faultForAll(DnsFault fault) {
    common = Optional.of(fault);
  }

  /// Makes `name` behave again.
  public void heal(String name) {
    faults.remove(DnsZone.name(name));
  }

  /// The first {@value #REMEMBERED} questions asked, oldest first.
  public List<Query> queries() {
    return List.copyOf(queries);
  }

  public void forgetQueries() {
    queries.clear();
  }

  @Override
  public void close() {
    udp.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveUdp() {
    while (!udp.isClosed()) {
      var packet = new DatagramPacket(new byte[UDP_BUFFER], UDP_BUFFER);
      try {
        udp.receive(packet);
      } catch (IOException _) {
        continue; // Closed, or an ICMP error about an earlier answer.
      }
      Thread.ofVirtual().start(() -> answerUdp(packet));
    }
  }

  private void answerUdp(DatagramPacket packet) {
    var query = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
    try {
      var answer = answer(query, false);
      if (answer.isPresent()) {
        var bytes = answer.get();
        udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      LOG.debug("DNS over UDP: {}", e.getMessage());
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try {
        var socket = tcp.accept();
        Thread.ofVirtual().start(() -> answerTcp(socket));
      } catch (IOException _) {
        // Closed, or one client vanished while it was being accepted.
      }
    }
  }

  private void answerTcp(Socket socket) {
    try (socket) {
      socket.setSoTimeout(TCP_IDLE_MILLIS);
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        var query =
            new byte
                [in.readUnsignedShort()]; // RFC 7766 §8: two bytes of length before each message
        in.readFully(query);
        var answer = answer(query, true);
        if (answer.isEmpty()) {
          return;
        }
        out.writeShort(answer.get().length);
        out.write(answer.get());
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("DNS over TCP: {}", e.getMessage());
    }
  }

  /// The bytes to send, or nothing when the question is to stay unanswered.
  private Optional<byte[]> answer(byte[] bytes, boolean overTcp) throws IOException {
    var query = new Message(bytes);
    var question = query.getQuestion();
    if (question == null) {
      return Optional.empty();
    }
    remember(
        new Query(question.getName().toString(true), Type.string(question.getType()), overTcp));
    if (query.getHeader().getOpcode() == Opcode.UPDATE) {
      return Optional.of(update(query, bytes));
    }
    return switch (faults.getOrDefault(question.getName(), common.orElse(null))) {
      case null -> Optional.of(regularAnswer(query, bytes, overTcp));
      case DnsFault.ServFail _ -> Optional.of(DnsReply.servFail(query).toWire());
      case DnsFault.Drop _ -> Optional.empty();
      case DnsFault.Garbage _ -> Optional.of(new byte[] {bytes[0], bytes[1], (byte) 0x80});
      case DnsFault.Delay(var by) -> {
        java.util.concurrent.locks.LockSupport.parkNanos(by.toNanos());
        yield Optional.of(regularAnswer(query, bytes, overTcp));
      }
    };
  }

  private byte[] regularAnswer(Message query, byte[] bytes, boolean overTcp) {
    var now = zone;
    if (forwarder.isPresent() && !now.owns(query.getQuestion().getName())) {
      try {
        return DnsForwarding.ask(forwarder.get(), bytes, overTcp);
      } catch (IOException e) {
        LOG.debug("forwarding {}: {}", query.getQuestion().getName(), e.getMessage());
        return DnsReply.servFail(query).toWire();
      }
    }
    return DnsReply.toWire(query, DnsReply.from(now, query), overTcp);
  }

  private void remember(Query query) {
    if (queries.size() < REMEMBERED) {
      queries.add(query);
    }
  }
}
