package io.signetmail.ingress.server;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.session.Peer;
import io.signetmail.ingress.session.SmtpSession;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One listening socket: a platform thread accepts, {@link Door#admission} bounds, one virtual
/// thread per connection talks.
public final class SmtpServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpServer.class);
  private static final int BACKLOG = 512;
  private static final Duration SWEEP = Duration.ofSeconds(1);

  private final Door door;
  private final TlsContexts certificates;
  private final ServerSocket listening;
  private final Set<SmtpConnection> open = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  private SmtpServer(Door door, TlsContexts certificates, ServerSocket listening) {
    this.door = door;
    this.certificates = certificates;
    this.listening = listening;
  }

  /// Binds and starts to accept.
  public static SmtpServer start(Door door, TlsContexts certificates) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    var address =
        door.host().isEmpty()
            ? new InetSocketAddress(door.port())
            : new InetSocketAddress(InetAddress.ofLiteral(door.host()), door.port());
    try {
      socket.bind(address, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw new IOException(door.label() + " cannot listen on " + address, e);
    }
    var server = new SmtpServer(door, certificates, socket);
    var name = "smtp-" + door.label();
    Thread.ofPlatform().name(name).daemon().start(server::accept);
    Thread.ofPlatform().name(name + "-sweep").daemon().start(server::sweep);
    LOG.info("{} listens on port {}", door.label(), server.port());
    return server;
  }

  /// The port it listens on.
  public int port() {
    return listening.getLocalPort();
  }

  /// Which listener this is.
  public io.signetmail.ingress.session.ListenerKind kind() {
    return door.rules().kind();
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
          // Out of file descriptors, usually: connections that end will give some back.
          LOG.warn("accept failed: {}", e.toString());
          pause(100);
        }
      }
    }
  }

  private void admit(Socket socket) throws IOException {
    if (!door.admission().takePlace()) {
      door.ports().limits().reached(door.label(), Limit.CONNECTIONS);
      turnAway(socket, Replies.TOO_MANY_CONNECTIONS);
      return;
    }
    var address = socket.getInetAddress();
    try {
      socket.setTcpNoDelay(true);
      var session = new SmtpSession(door.rules(), door.ports(), Peer.of(address, socket.getPort()));
      var connection = new SmtpConnection(socket, door, session, certificates);
      open.add(connection);
      Thread.ofVirtual().name("smtp-" + address.getHostAddress()).start(() -> talk(connection));
    } catch (IOException | RuntimeException e) {
      door.admission().givePlace();
      socket.close();
      LOG.warn("connection from {} dropped: {}", address.getHostAddress(), e.toString());
    }
  }

  private void talk(SmtpConnection connection) {
    try {
      connection.run();
    } finally {
      open.remove(connection);
      door.admission().givePlace();
    }
  }

  /// A short reply always fits into the socket buffer, so this does not block the accept thread.
  private static void turnAway(Socket socket, Reply reply) {
    try (socket) {
      socket.getOutputStream().write(reply.bytes());
    } catch (IOException e) {
      LOG.debug("turning away: {}", e.toString());
    }
  }

  private void sweep() {
    while (!stopping || !open.isEmpty()) {
      pause(SWEEP.toMillis());
      long now = System.nanoTime();
      open.forEach(c -> c.closeIfOverdue(now));
    }
  }

  /// Stops accepting, lets messages in progress finish, and ends whatever is left after `patience`.
  public void drain(Duration patience) {
    stopListening();
    open.forEach(SmtpConnection::drain);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
      pause(20);
    }
    if (!open.isEmpty()) {
      LOG.warn("{} connections cut off after {}", open.size(), patience);
    }
    open.forEach(SmtpConnection::abort);
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
    open.forEach(SmtpConnection::abort);
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
