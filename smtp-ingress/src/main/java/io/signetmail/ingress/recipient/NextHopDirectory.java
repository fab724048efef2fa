package io.signetmail.ingress.recipient;

import io.signetmail.smtp.EnhancedCode;
import io.signetmail.smtp.Mailbox;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.client.ClientSession;
import io.signetmail.smtp.client.ConnectException;
import io.signetmail.smtp.client.Probe;
import io.signetmail.smtp.client.SmtpClient;
import io.signetmail.smtp.client.SmtpEndpoint;
import io.signetmail.smtp.client.TlsMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the next hop with RCPT, over a few connections that are kept open for a while. Thread-safe.
///
/// Only an answer about the mailbox itself counts as "unknown": a hop that refuses us for another
/// reason makes mail wait, it does not make it bounce.
public final class NextHopDirectory implements Directory, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NextHopDirectory.class);

  /// Servers give a silent client five minutes (RFC 5321 §4.5.3.2.7); many give less.
  private static final Duration KEEP = Duration.ofSeconds(20);

  /// After a failed connection nobody tries again for so long.
  private static final Duration REST = Duration.ofSeconds(2);

  private final SmtpClient client;
  private final SmtpEndpoint hop;
  private final Duration wait;
  private final InstantSource clock;
  private final Semaphore places;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private volatile Instant restUntil = Instant.MIN;
  private volatile HopOffers offers = HopOffers.ALL;

  private record Idle(ClientSession session, Instant since) {}

  /// @param connections at the same time; further questions wait up to `wait` for one
  public NextHopDirectory(
      SmtpClient client, SmtpEndpoint hop, int connections, Duration wait, InstantSource clock) {
    this.client = client;
    this.hop = hop;
    this.wait = wait;
    this.clock = clock;
    this.places = new Semaphore(connections, true);
  }

  @Override
  public Presence look(Mailbox mailbox) {
    try {
      if (!places.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Presence.Unreachable("all connections to " + hop + " are busy");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Presence.Unreachable("interrupted");
    }
    try {
      return ask(mailbox);
    } finally {
      places.release();
    }
  }

  private Presence ask(Mailbox mailbox) {
    var kept = takeIdle();
    if (kept != null) {
      // It may have been closed meanwhile; then a fresh connection decides.
      if (kept.probe(mailbox) instanceof Probe.Answered(var reply)) {
        keep(kept);
        return judge(mailbox, reply);
      }
      kept.close();
    }
    if (clock.instant().isBefore(restUntil)) {
      return new Presence.Unreachable(hop + " did not answer a moment ago");
    }
    try {
      return askFresh(mailbox, connect());
    } catch (ConnectException e) {
      restUntil = clock.instant().plus(REST);
      return unreachable(e.getMessage());
    }
  }

  private Presence askFresh(Mailbox mailbox, ClientSession session) {
    return switch (session.probe(mailbox)) {
      case Probe.Answered(var reply) -> {
        keep(session);
        yield judge(mailbox, reply);
      }
      case Probe.NotAsked(var reason) -> {
        session.close();
        yield unreachable(reason);
      }
    };
  }

  /// As the last connection had it.
  @Override
  public HopOffers offers() {
    return offers;
  }

  /// Connects once, so that the first client is offered the right things; trouble is logged.
  public void meet() {
    try {
      keep(connect());
    } catch (ConnectException e) {
      LOG.warn("{} was not reached, it is assumed to take 8BITMIME and SMTPUTF8: {}", hop, e);
    }
  }

  private ClientSession connect() throws ConnectException {
    var session = open();
    var extensions = session.extensions();
    offers = new HopOffers(extensions.offers("8BITMIME"), extensions.offers("SMTPUTF8"));
    return session;
  }

  private ClientSession open() throws ConnectException {
    try {
      return client.connect(hop);
    } catch (ConnectException e) {
      if (hop.tls() != TlsMode.OPPORTUNISTIC || e.step() != ConnectException.Step.TLS) {
        throw e;
      }
      return client.connect(hop.withTls(TlsMode.NONE));
    }
  }

  private Presence unreachable(@Nullable String reason) {
    LOG.warn("recipients cannot be checked at {}: {}", hop, reason);
    return new Presence.Unreachable(String.valueOf(reason));
  }

  private Presence judge(Mailbox mailbox, Reply reply) {
    if (reply.positive()) {
      return new Presence.Known();
    }
    if (reply.permanentFailure() && isAboutTheMailbox(reply)) {
      return new Presence.Unknown(reply.enhanced().orElse(Presence.Unknown.NO_SUCH_MAILBOX.why()));
    }
    LOG.warn("{} neither takes nor denies {}: {}", hop, mailbox, reply);
    return new Presence.Unreachable(hop + " answered " + reply);
  }

  /// RFC 3463 §3.2 and §3.3: addressing and mailbox status; without an enhanced code the codes that
  /// RFC 5321 §4.2.3 has for mailboxes.
  private static boolean isAboutTheMailbox(Reply reply) {
    return reply
        .enhanced()
        .map(EnhancedCode::subject)
        .map(subject -> subject == 1 || subject == 2)
        .orElse(reply.code() == 550 || reply.code() == 551 || reply.code() == 553);
  }

  private synchronized @Nullable ClientSession takeIdle() {
    while (!idle.isEmpty()) {
      var last = idle.removeLast();
      if (clock.instant().isBefore(last.since().plus(KEEP))) {
        return last.session();
      }
      last.session().close();
    }
    return null;
  }

  private synchronized void keep(ClientSession session) {
    if (session.usable()) {
      idle.addLast(new Idle(session, clock.instant()));
    } else {
      session.close();
    }
  }

  @Override
  public synchronized void close() {
    idle.forEach(i -> i.session().close());
    idle.clear();
  }
}
