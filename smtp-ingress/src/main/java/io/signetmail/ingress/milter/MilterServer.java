package io.signetmail.ingress.milter;

import io.signetmail.bus.MessageId;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.smtp.AddressRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The milter listener: a platform thread accepts, one virtual thread per connection talks.
///
/// Whoever may connect can have mail signed as any user: only the addresses named may.
public final class MilterServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MilterServer.class);
  private static final int BACKLOG = 512;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  /// Where to listen and for whom.
  ///
  /// @param port 0 lets the system choose
  /// @param clients addresses that may connect
  /// @param connections at a time
  public record Door(
      String host,
      int port,
      List<AddressRange> clients,
      int connections,
      Duration idle,
      Duration message,
      Duration lifetime) {
    /// Copies the list.
    public Door {
      clients = List.copyOf(clients);
    }

    private boolean admits(InetAddress address) {
      return clients.stream().anyMatch(range -> range.contains(address));
    }

    private MilterConnection.Times times() {
      return new MilterConnection.Times(idle, message, lifetime);
    }
  }

  private final Door door;
  private final MilterRules rules;
  private final MilterPorts ports;
  private final Consumer<MessageId> lost;
  private final ServerSocket listening;
  private final Semaphore places;
  private final Set<MilterConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  private MilterServer(
      Door door,
      MilterRules rules,
      MilterPorts ports,
      Consumer<MessageId> lost,
      ServerSocket listening) {
    this.door = door;
    this.rules = rules;
    this.ports = ports;
    this.lost = lost;
    this.listening = listening;
    this.places = new Semaphore(door.connections());
  }

  /// Binds and starts to accept.
  ///
  /// @param lost hears of messages whose MTA was gone when it was to be told that they are taken
  public static MilterServer start(
      Door door, MilterRules rules, MilterPorts ports, Consumer<MessageId> lost)
      throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    var address = new InetSocketAddress(InetAddress.ofLiteral(door.host()), door.port());
    try {
      socket.bind(address, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw new IOException("milter cannot listen on " + address, e);
    }
    var server = new MilterServer(door, rules, ports, lost, socket);
    Thread.ofPlatform().name("milter").daemon().start(server::accept);
    Thread.ofPlatform().name("milter-sweep").daemon().start(server::sweep);
    LOG.info("milter listens on port {}", server.port());
    return server;
  }

  /// The port it listens on.
  public int port() {
    return listening.getLocalPort();
  }

  /// Connections right now.
  public int connections() {
    return open.size();
  }

  /// True while new connections are taken.
  public boolean accepting() {
    return !stopping && !listening.isClosed();
  }

  private void accept() {
    while (!stopping) {
      try {
        admit(listening.accept());
      } catch (IOException e) {
        if (!stopping) {
          LOG.warn("accept failed: {}", e.toString());
          pause(100);
        }
      }
    }
  }

  private void admit(Socket socket) throws IOException {
    var address = socket.getInetAddress();
    if (!door.admits(address)) {
      LOG.warn("{} is not in signet.milter.allow-from, turned away", address.getHostAddress());
      socket.close();
      return;
    }
    if (!places.tryAcquire()) {
      ports.limits().reached(ListenerKind.MILTER.label(), Limit.CONNECTIONS);
      socket.close();
      return;
    }
    try {
      socket.setTcpNoDelay(true);
      var session = new MilterSession(rules, ports);
      var connection = new MilterConnection(socket, session, lost, ports.limits(), door.times());
      open.add(connection);
      Thread.ofVirtual().name("milter-" + address.getHostAddress()).start(() -> talk(connection));
    } catch (IOException | RuntimeException e) {
      places.release();
      socket.close();
      LOG.warn("connection from {} dropped: {}", address.getHostAddress(), e.toString());
    }
  }

  private void talk(MilterConnection connection) {
    try {
      connection.run();
    } finally {
      open.remove(connection);
      places.release();
    }
  }

  private void sweep() {
    while (!stopping || !open.isEmpty()) {
      pause(SWEEP.toMillis());
      long now = System.nanoTime();
      open.forEach(connection -> connection.closeIfStuck(now));
    }
  }

  /// Stops accepting, lets messages in progress finish, and ends whatever is left after `patience`.
  public void drain(Duration patience) {
    stopListening();
    open.forEach(MilterConnection::drain);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
      pause(20);
    }
    open.forEach(MilterConnection::close);
  }

  private void stopListening() {
    stopping = true;
    try {
      listening.close();
    } catch (IOException e) {
      LOG.debug("closing the listening socket: {}", e.toString());
    }
  }

  /// Ends everything at once.
  @Override
  public void close() {
    stopListening();
    open.forEach(MilterConnection::close);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
