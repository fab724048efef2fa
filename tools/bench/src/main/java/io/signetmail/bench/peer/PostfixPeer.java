package io.signetmail.bench.peer;

import io.signetmail.bench.load.KeptSessions;
import io.signetmail.bench.load.Mail;
import io.signetmail.bench.load.MailSystem;
import io.signetmail.bench.load.TemporaryFolder;
import io.signetmail.bench.load.VerifiedField;
import io.signetmail.testkit.MailboxSink;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Postfix with milters that verify, and a DNS server with the demo zones.
public final class PostfixPeer implements MailSystem {
  private static final Duration ARRIVAL = Duration.ofSeconds(20);

  /// Which milters.
  public enum Kind {
    OPENDKIM_OPENDMARC("Postfix+OpenDKIM+OpenDMARC"),
    RSPAMD("Postfix+Rspamd");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    private Map<String, Path> programs() {
      var programs = new LinkedHashMap<String, Path>();
      programs.put("postfix", Postfix.PROGRAM);
      switch (this) {
        case OPENDKIM_OPENDMARC -> {
          programs.put("opendkim", Path.of("/usr/sbin/opendkim"));
          programs.put("opendmarc", Path.of("/usr/sbin/opendmarc"));
        }
        case RSPAMD -> programs.put("rspamd", Path.of("/usr/bin/rspamd"));
      }
      return programs;
    }
  }

  private final Kind kind;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final Map<String, Long> parts = new LinkedHashMap<>();
  private final MailboxSink sink;
  private final Postfix postfix;

  private PostfixPeer(Kind kind, String zone) throws IOException, InterruptedException {
    this.kind = kind;
    try {
      var folder = TemporaryFolder.inMemory();
      opened.addFirst(folder);
      DebianPackages.require(kind.programs(), folder.path().resolve("apt.out"));
      var names = Names.start(zone, folder.path());
      opened.addFirst(names);
      sink = MailboxSink.start();
      opened.addFirst(sink);
      var sockets = new ArrayList<Path>();
      for (var filter : filters(kind, folder.path(), names)) {
        sockets.add(filter.socket());
        parts.put(filter.name(), filter.process().pid());
      }
      postfix = Postfix.start(folder.path(), sockets, sink.port());
      opened.addFirst(postfix);
      parts.put("postfix", postfix.pid());
    } catch (IOException | InterruptedException e) {
      close();
      throw e;
    }
  }

  /// Starts it, after installing it if need be.
  ///
  /// @throws IOException saying why it cannot be had here
  public static PostfixPeer start(Kind kind, String zone) throws IOException, InterruptedException {
    return new PostfixPeer(kind, zone);
  }

  private List<Filters.Filter> filters(Kind which, Path directory, Names names)
      throws IOException, InterruptedException {
    var filters = new ArrayList<Filters.Filter>();
    switch (which) {
      case OPENDKIM_OPENDMARC -> {
        keep(Filters.openDkim(directory, names), filters);
        keep(Filters.openDmarc(directory, names), filters);
      }
      case RSPAMD -> keep(Filters.rspamd(directory, names), filters);
    }
    return filters;
  }

  private void keep(Filters.Filter filter, List<Filters.Filter> filters) {
    opened.addFirst(filter.process());
    filters.add(filter);
  }

  @Override
  public String name() {
    return kind.label();
  }

  @Override
  public InetSocketAddress server() {
    return postfix.address();
  }

  @Override
  public Map<String, Long> parts() {
    return Map.copyOf(parts);
  }

  @Override
  public long dnsServer() {
    return ProcessHandle.current().pid();
  }

  @Override
  public void prove(Mail mail) throws IOException, InterruptedException {
    var _ = KeptSessions.of(mail.to(Postfix.PROBE)).oneAtATime(server(), 1);
    var end = System.nanoTime() + ARRIVAL.toNanos();
    while (sink.mails().isEmpty()) {
      if (System.nanoTime() > end) {
        throw new IOException("accepted, and not delivered");
      }
      Thread.sleep(100);
    }
    VerifiedField.require(sink.mails().getFirst().text());
  }

  @Override
  public void settle(int accepted) throws IOException, InterruptedException {
    postfix.drain();
  }

  @Override
  public void close() throws IOException {
    IOException trouble = null;
    for (var resource : opened) {
      try {
        resource.close();
      } catch (Exception e) {
        trouble = e instanceof IOException io ? io : new IOException(e); // the others all the same
      }
    }
    opened.clear();
    if (trouble != null) {
      throw trouble;
    }
  }
}
