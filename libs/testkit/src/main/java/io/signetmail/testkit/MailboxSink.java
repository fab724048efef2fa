package io.signetmail.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An SMTP server on 127.0.0.1 that takes everything and keeps it, unless a {@link SinkRule} says
/// otherwise.
///
/// In memory, or as files in a directory: `000001.eml` with its envelope in `000001.json`. One
/// virtual thread per connection; all methods may be called from any thread.
public final class MailboxSink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MailboxSink.class);

  private final ServerSocket listener;
  private final MailStore store;
  private final List<Pending> rules = new CopyOnWriteArrayList<>();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private MailboxSink(ServerSocket listener, MailStore store) {
    this.listener = listener;
    this.store = store;
  }

  /// A sink on a free port that keeps mail in memory.
  public static MailboxSink start() {
    return start(
        new InetSocketAddress(Ports.LOOPBACK, 0), new MailStore.Memory(InstantSource.system()));
  }

  /// A sink on `port` (0 = a free one) that keeps mail in files and continues the numbers it finds
  /// there.
  public static MailboxSink start(int port, Path directory) {
    return start(new InetSocketAddress(Ports.LOOPBACK, port), directory);
  }

  /// As {@link #start(int, Path)}, where others than this machine may come in.
  public static MailboxSink start(InetSocketAddress listen, Path directory) {
    return start(listen, new MailFolder(directory, InstantSource.system()));
  }

  private static MailboxSink start(InetSocketAddress listen, MailStore store) {
    try {
      var listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(listen, 200);
      var sink = new MailboxSink(listener, store);
      Thread.ofVirtual().name("mailbox-sink").start(sink::accept);
      return sink;
    } catch (IOException e) {
      throw new UncheckedIOException("mailbox sink on " + listen, e);
    }
  }

  public int port() {
    return listener.getLocalPort();
  }

  /// What a relay needs to deliver here, both ways.
  public Map<String, String> config() {
    var port = Integer.toString(port());
    return Map.of(
        "signet.relay.inbound.host",
        "127.0.0.1",
        "signet.relay.inbound.port",
        port,
        "signet.relay.outbound.host",
        "127.0.0.1",
        "signet.relay.outbound.port",
        port);
  }

  /// All mail kept so far, oldest first.
  public List<ReceivedMail> mails() {
    return store.mails();
  }

  /// The first mail that `wanted` accepts, as soon as it is here; fails when it is not within
  /// `limit`.
  public ReceivedMail await(Duration limit, String what, Predicate<ReceivedMail> wanted) {
    return Await.value(limit, what, () -> mails().stream().filter(wanted).findFirst());
  }

  /// As soon as there are at least `count` mails.
  public List<ReceivedMail> awaitCount(Duration limit, int count) {
    Await.until(limit, count + " mails in the sink", () -> store.mails().size() >= count);
    return mails();
  }

  /// Forgets what was received; files stay.
  public void forget() {
    store.forget();
  }

  /// Adds a rule; of several that hold, the oldest one is used.
  public void rule(SinkRule rule) {
    rules.add(new Pending(rule));
  }

  public void clearRules() {
    rules.clear();
  }

  /// Connections open right now.
  public int openConnections() {
    return connections.size();
  }

  /// What to do instead of the usual at this point, if anything; uses the rule up by one.
  Optional<SinkRule.Action> interference(SinkRule.Stage stage, String command) {
    return rules.stream()
        .filter(pending -> pending.rule.matches(stage, command) && pending.take())
        .map(pending -> pending.rule.action())
        .findFirst();
  }

  MailStore store() {
    return store;
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (var connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        var socket = listener.accept();
        connections.add(socket);
        Thread.ofVirtual().name("mailbox-sink-connection").start(() -> serve(socket));
      } catch (IOException _) {
        // Closed, or one client vanished while it was being accepted.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      new SinkSession(socket, this).converse();
    } catch (IOException e) {
      LOG.debug("sink connection ended: {}", e.getMessage());
    } finally {
      connections.remove(socket);
    }
  }

  private static final class Pending {
    private final SinkRule rule;
    private int left;

    Pending(SinkRule rule) {
      this.rule = rule;
      this.left = rule.times();
    }

    synchronized boolean take() {
      if (left == SinkRule.ALWAYS) {
        return true;
      }
      if (left == 0) {
        return false;
      }
      left--;
      return true;
    }
  }
}
