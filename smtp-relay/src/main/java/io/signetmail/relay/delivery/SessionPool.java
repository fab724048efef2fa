package io.signetmail.relay.delivery;

import io.signetmail.relay.route.Hop;
import io.signetmail.smtp.client.ClientSession;
import io.signetmail.smtp.client.ClientSettings;
import io.signetmail.smtp.client.ConnectException;
import io.signetmail.smtp.client.Outcome;
import io.signetmail.smtp.client.OutgoingMail;
import io.signetmail.smtp.client.SmtpClient;
import io.signetmail.smtp.client.TlsMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sessions with next hops, kept a little while for the next message. Thread-safe; a session
/// belongs to whoever took it.
public final class SessionPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SessionPool.class);

  private final ClientSettings settings;
  private final Limits limits;
  private final Map<Hop, SmtpClient> clients = new ConcurrentHashMap<>();
  private final Map<Hop, Deque<Kept>> idle = new HashMap<>();

  /// @param idlePerHop sessions kept open without work
  /// @param idleTime how long; shorter than what servers grant
  /// @param mails messages over one session
  public record Limits(int idlePerHop, Duration idleTime, int mails) {}

  /// A session and what it has carried.
  public record Kept(ClientSession session, int mails, long idleSince) {}

  public SessionPool(ClientSettings settings, Limits limits) {
    this.settings = settings;
    this.limits = limits;
  }

  public synchronized Optional<Kept> takeIdle(Hop hop) {
    var waiting = idle.get(hop);
    return waiting == null ? Optional.empty() : Optional.ofNullable(waiting.pollLast());
  }

  public Kept open(Hop hop) throws ConnectException {
    var client = clients.computeIfAbsent(hop, this::client);
    try {
      return new Kept(client.connect(hop.endpoint()), 0, 0);
    } catch (ConnectException e) {
      if (e.step() != ConnectException.Step.TLS || hop.endpoint().tls() != TlsMode.OPPORTUNISTIC) {
        throw e;
      }
      // RFC 7435 §3: opportunistic security falls back rather than fail.
      LOG.warn("{}: no TLS, sending in plain text: {}", hop, e.getMessage());
      return new Kept(client.connect(hop.endpoint().withTls(TlsMode.NONE)), 0, 0);
    }
  }

  private SmtpClient client(Hop hop) {
    return new SmtpClient(hop.credentials().map(settings::withCredentials).orElse(settings));
  }

  /// Sends over a session and keeps it, when it may be used again.
  public List<Outcome> use(Hop hop, Kept kept, OutgoingMail mail) {
    var result = kept.session().send(mail);
    var used = new Kept(kept.session(), kept.mails() + 1, System.nanoTime());
    if (!result.usable() || used.mails() >= limits.mails() || !keep(hop, used)) {
      used.session().close();
    }
    return result.outcomes();
  }

  private synchronized boolean keep(Hop hop, Kept kept) {
    var waiting = idle.computeIfAbsent(hop, _ -> new ArrayDeque<>());
    return waiting.size() < limits.idlePerHop() && waiting.add(kept);
  }

  /// Closes what has been idle too long. Called now and then.
  public void closeIdle() {
    var before = System.nanoTime() - limits.idleTime().toNanos();
    remove(before).forEach(kept -> kept.session().close());
  }

  private synchronized List<Kept> remove(long before) {
    var removed = new ArrayList<Kept>();
    for (var waiting : idle.values()) {
      while (!waiting.isEmpty() && waiting.getFirst().idleSince() - before < 0) {
        removed.add(waiting.removeFirst());
      }
    }
    return removed;
  }

  @Override
  public void close() {
    remove(System.nanoTime() + 1).forEach(kept -> kept.session().close());
  }
}
