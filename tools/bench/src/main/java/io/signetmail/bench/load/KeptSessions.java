package io.signetmail.bench.load;

import io.signetmail.bench.Latencies;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;

/// Our own load client: kept sessions on virtual threads.
///
/// Its CPU is that of this program, which is more than smtp-source uses.
public final class KeptSessions implements Load {
  private final Mail mail;
  private final byte[] data;
  private final Optional<Session.Login> login;

  private KeptSessions(Mail mail, Optional<Session.Login> login) {
    this.mail = mail;
    this.data = mail.data();
    this.login = login;
  }

  /// Sends this mail as another server would.
  public static KeptSessions of(Mail mail) {
    return new KeptSessions(mail, Optional.empty());
  }

  /// Sends it as a user, over implicit TLS, who logs in once a session.
  public KeptSessions as(String user, String password, SSLContext trust) {
    return new KeptSessions(mail, Optional.of(new Session.Login(user, password, trust)));
  }

  @Override
  public Sent send(InetSocketAddress server, int sessions, int messages)
      throws IOException, InterruptedException {
    var left = new AtomicInteger(messages);
    long self = ProcessHandle.current().pid();
    double before = CpuTimes.alone(self);
    long start = System.nanoTime();
    var open = open(server, sessions);
    try {
      var work = new ArrayList<Callable<Integer>>();
      for (var session : open) {
        work.add(() -> sendWhile(session, left));
      }
      together(work);
    } finally {
      close(open);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Sent(messages, seconds, (CpuTimes.alone(self) - before) * 1_000 / messages);
  }

  /// How many mails a second these sessions get answered for so long, each mail with a sender
  /// domain of its own below the mail's, which no cache knows.
  ///
  /// @param firstSender number of the first of these domains
  public double ratePerSecond(
      InetSocketAddress server, int sessions, Duration length, AtomicInteger firstSender)
      throws IOException, InterruptedException {
    var open = open(server, sessions);
    try {
      long start = System.nanoTime();
      long end = start + length.toNanos();
      var work = new ArrayList<Callable<Integer>>();
      for (var session : open) {
        work.add(() -> sendUntil(session, end, firstSender));
      }
      int sent = together(work).stream().mapToInt(Integer::intValue).sum();
      return sent / ((System.nanoTime() - start) / 1e9);
    } finally {
      close(open);
    }
  }

  private int sendUntil(Session session, long end, AtomicInteger next) throws IOException {
    int sent = 0;
    while (System.nanoTime() - end < 0) {
      var from = mail.from().replace("@", "@n" + next.getAndIncrement() + ".");
      var _ = session.send(new Mail(mail.helo(), from, mail.to(), mail.text()), data);
      sent++;
    }
    return sent;
  }

  private int sendWhile(Session session, AtomicInteger left) throws IOException {
    int sent = 0;
    while (left.getAndDecrement() > 0) {
      var _ = session.send(mail, data);
      sent++;
    }
    return sent;
  }

  /// Times from body to 250, in milliseconds, of mails that are sent one at a time.
  public Latencies oneAtATime(InetSocketAddress server, int messages) throws IOException {
    var times = new ArrayList<Double>();
    try (var session = Session.open(server, mail.helo(), login)) {
      for (int i = 0; i < messages; i++) {
        times.add(session.send(mail, data) / 1e6);
      }
    }
    return Latencies.of(times);
  }

  /// Times from body to 250, in milliseconds, of mails that begin at a fixed rate, whatever becomes
  /// of those before.
  ///
  /// A mail that begins late, because every session is still at work, has its lateness added: else
  /// a server that stands still would be measured once instead of for all who wait meanwhile.
  public Latencies atRate(InetSocketAddress server, int sessions, double perSecond, int messages)
      throws IOException, InterruptedException {
    var open = open(server, sessions);
    var idle = new ArrayBlockingQueue<Session>(sessions, false, open);
    var times = new ConcurrentLinkedQueue<Double>();
    var failures = new ConcurrentLinkedQueue<IOException>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (int i = 0; i < messages && failures.isEmpty(); i++) {
        long due = start + (long) (i * 1e9 / perSecond);
        parkUntil(due);
        threads.execute(() -> sendWhenIdle(idle, due, times, failures));
      }
    } finally {
      close(open);
    }
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    return Latencies.of(List.copyOf(times));
  }

  private void sendWhenIdle(
      ArrayBlockingQueue<Session> idle,
      long due,
      ConcurrentLinkedQueue<Double> times,
      ConcurrentLinkedQueue<IOException> failures) {
    try {
      var session = idle.take();
      long late = Math.max(0, System.nanoTime() - due);
      try {
        times.add((late + session.send(mail, data)) / 1e6);
      } catch (IOException e) {
        failures.add(e);
      } finally {
        idle.add(session); // a broken one too: those who wait for it fail at once
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void parkUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private List<Session> open(InetSocketAddress server, int sessions)
      throws IOException, InterruptedException {
    Callable<Session> one = () -> Session.open(server, mail.helo(), login);
    var work = new ArrayList<Callable<Session>>();
    for (int i = 0; i < sessions; i++) {
      work.add(one);
    }
    return together(work);
  }

  private static <T> List<T> together(List<Callable<T>> work)
      throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<T>();
      for (Future<T> each : threads.invokeAll(work)) {
        done.add(each.get());
      }
      return done;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static void close(List<Session> sessions) throws IOException {
    for (var session : sessions) {
      session.close();
    }
  }

  @Override
  public String name() {
    return "own client";
  }
}
