package io.signetmail.bench.peer;

import io.signetmail.bench.load.Running;
import io.signetmail.testkit.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A Postfix instance with milters, that throws away what it has queued, except what goes to {@link
/// #PROBE}.
final class Postfix implements AutoCloseable {
  /// Mail to this address is delivered to a sink, to be looked at.
  static final String PROBE = "probe@signet.example";

  static final Path PROGRAM = Path.of("/usr/sbin/postfix");

  private static final Duration START = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofMinutes(2);
  private static final List<String> QUEUES = List.of("maildrop", "incoming", "active", "deferred");

  private final Path directory;
  private final int port;
  private final Running master;

  private Postfix(Path directory, int port, Running master) {
    this.directory = directory;
    this.port = port;
    this.master = master;
  }

  /// @param directory in memory
  /// @param milters their sockets, in order
  static Postfix start(Path directory, List<Path> milters, int sink)
      throws IOException, InterruptedException {
    int port = Ports.free(1).getFirst();
    var config = Files.createDirectories(directory.resolve("postfix"));
    Files.createDirectories(directory.resolve("queue"));
    var data = Files.createDirectories(directory.resolve("postfix-data"));
    // Its own users must get there.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    owner(data, "postfix");
    Files.writeString(config.resolve("main.cf"), main(directory, milters, sink));
    Files.writeString(config.resolve("master.cf"), master(port));
    var log = directory.resolve("postfix.out");
    var running =
        Running.start(
            List.of(PROGRAM.toString(), "-c", config.toString(), "start-fg"), Map.of(), log);
    var postfix = new Postfix(directory, port, running);
    try {
      running.await(START, () -> answers(port));
      return postfix;
    } catch (IOException | InterruptedException e) {
      postfix.close();
      throw e;
    }
  }

  static void owner(Path path, String user) throws IOException {
    var users = path.getFileSystem().getUserPrincipalLookupService();
    Files.setOwner(path, users.lookupPrincipalByName(user));
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static String main(Path directory, List<Path> milters, int sink) {
    return """
    compatibility_level = 3.6
    queue_directory = %1$s/queue
    data_directory = %1$s/postfix-data
    command_directory = /usr/sbin
    daemon_directory = /usr/lib/postfix/sbin
    mail_owner = postfix
    setgid_group = postdrop
    inet_interfaces = 127.0.0.1
    inet_protocols = ipv4
    myhostname = mx.signet.example
    mydestination =
    mynetworks =
    alias_maps =
    local_recipient_maps =
    virtual_mailbox_domains = signet.example
    virtual_mailbox_maps = static:all
    virtual_transport = discard
    transport_maps = inline:{%2$s=smtp:[127.0.0.1]:%3$d}
    smtpd_relay_restrictions = reject_unauth_destination
    smtpd_milters = %4$s
    milter_default_action = tempfail
    smtpd_client_event_limit_exceptions = static:all
    smtpd_client_connection_count_limit = 0
    default_process_limit = 400
    maillog_file = %1$s/maillog
    maillog_file_prefixes = %1$s
    """
        .formatted(
            directory,
            PROBE,
            sink,
            String.join(", ", milters.stream().map(socket -> "unix:" + socket).toList()));
  }

  private static String master(int port) {
    return """
    127.0.0.1:%d inet n - n - 300 smtpd
    pickup unix n - n 60 1 pickup
    cleanup unix n - n - 0 cleanup
    qmgr unix n - n 300 1 qmgr
    rewrite unix - - n - - trivial-rewrite
    bounce unix - - n - 0 bounce
    defer unix - - n - 0 bounce
    trace unix - - n - 0 bounce
    verify unix - - n - 1 verify
    flush unix n - n 1000? 0 flush
    proxymap unix - - n - - proxymap
    proxywrite unix - - n - 1 proxymap
    smtp unix - - n - - smtp
    error unix - - n - - error
    retry unix - - n - - error
    discard unix - - n - - discard
    anvil unix - - n - 1 anvil
    scache unix - - n - 1 scache
    tlsmgr unix - - n 1000? 1 tlsmgr
    postlog unix-dgram n - n - 1 postlogd
    """
        .formatted(port);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(Ports.LOOPBACK, port);
  }

  long pid() {
    return master.pid();
  }

  /// Waits until its queue is empty.
  void drain() throws IOException, InterruptedException {
    long end = System.nanoTime() + DRAIN.toNanos();
    while (queued() > 0) {
      if (System.nanoTime() > end) {
        throw new IOException(queued() + " mails are still in the queue after " + DRAIN);
      }
      Thread.sleep(50);
    }
  }

  private long queued() throws IOException {
    long count = 0;
    for (var queue : QUEUES) {
      var path = directory.resolve("queue").resolve(queue);
      try (var files = Files.find(path, 5, (_, is) -> is.isRegularFile())) {
        count += files.count();
      } catch (java.io.UncheckedIOException _) {
        count++; // a file went while it was looked at: there was mail
      }
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    // Postfix knows its own processes; the shell around it does not pass a signal on.
    try (master) {
      Running.run(
          List.of(PROGRAM.toString(), "-c", directory.resolve("postfix").toString(), "abort"),
          Map.of(),
          directory.resolve("stop.out"),
          STOP);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
