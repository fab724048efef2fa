package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DnsDeadline;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.RecordType;
import io.signetmail.auth.dns.ReverseNames;
import io.signetmail.auth.dns.TxtRecord;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ResolverConfig;

/// Asks recursive resolvers, with a bounded cache of what they said and of what they denied.
///
/// Any number of (virtual) threads may ask. Equal questions on the way at the same time are one:
/// each lookup runs in a virtual thread of its own with the full timeout, and every asker waits for
/// it as long as its own deadline allows, so a hurried asker never spoils the answer for a patient
/// one. Names are always absolute: no search list. After [#close] everything is unavailable.
public final class DnsJavaClient implements DnsClient, AutoCloseable {
  private final DnsJavaSettings settings;
  private final InstantSource clock;
  private final DnsObserver observer;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final Network network;
  private final AnswerCache cache;
  private final ConcurrentMap<Question, CompletableFuture<Lookup>> flights =
      new ConcurrentHashMap<>();
  private final Semaphore turns;
  private volatile boolean closed;

  public DnsJavaClient(DnsJavaSettings settings) {
    this(settings, InstantSource.system(), DnsObserver.NONE);
  }

  public DnsJavaClient(DnsJavaSettings settings, InstantSource clock, DnsObserver observer) {
    this.settings = settings;
    this.clock = clock;
    this.observer = observer;
    this.network = new Network(settings, servers(settings), executor);
    this.cache = new AnswerCache(settings.cacheBytes());
    this.turns = new Semaphore(settings.maxInFlight());
  }

  private static List<InetSocketAddress> servers(DnsJavaSettings settings) {
    return settings.servers().isEmpty()
        ? ResolverConfig.getCurrentConfig().servers()
        : settings.servers();
  }

  @Override
  public DnsAnswer<TxtRecord> txt(DomainName name) {
    return ask(new Question(name, RecordType.TXT), null);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return ask(new Question(name, RecordType.A), null);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return ask(new Question(name, RecordType.AAAA), null);
  }

  @Override
  public DnsAnswer<MxRecord> mx(DomainName name) {
    return ask(new Question(name, RecordType.MX), null);
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return ask(new Question(ReverseNames.of(address), RecordType.PTR), null);
  }

  @Override
  public DnsClient until(DnsDeadline deadline) {
    return new Hurried(deadline);
  }

  /// About how many bytes the cache holds.
  public long cachedBytes() {
    return cache.bytes();
  }

  @Override
  public void close() {
    closed = true;
    executor.shutdownNow();
  }

  private <T> DnsAnswer<T> ask(Question question, @Nullable DnsDeadline deadline) {
    long start = System.nanoTime();
    long now = clock.millis();
    var entry = cache.get(question, now);
    DnsAnswer<T> answer =
        entry != null && !closed
            ? answer(entry.lookup(), Duration.ofMillis(entry.expiresAtMillis() - now))
            : await(question, deadline);
    observer.answered(
        question.type(), answer, Duration.ofNanos(System.nanoTime() - start), entry != null);
    return answer;
  }

  private <T> DnsAnswer<T> await(Question question, @Nullable DnsDeadline deadline) {
    if (closed) {
      return new DnsAnswer.Unavailable<>("DNS client is closed");
    }
    // The lookup has its own timeout, counted from when its turn came; this one only ends a queue.
    long patience = settings.timeout().toNanos() * 2;
    long nanos = deadline == null ? patience : Math.min(patience, deadline.remaining().toNanos());
    if (nanos <= 0) {
      return new DnsAnswer.Unavailable<>("DNS time budget is spent");
    }
    try {
      var lookup = flight(question).get(nanos, TimeUnit.NANOSECONDS);
      return answer(lookup, lookup.ttl());
    } catch (TimeoutException _) {
      return new DnsAnswer.Unavailable<>("timeout for " + question);
    } catch (ExecutionException _) {
      return new DnsAnswer.Unavailable<>("lookup failed for " + question);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new DnsAnswer.Unavailable<>("interrupted");
    }
  }

  private CompletableFuture<Lookup> flight(Question question) {
    var mine = new CompletableFuture<Lookup>();
    var running = flights.putIfAbsent(question, mine);
    if (running != null) {
      return running;
    }
    try {
      executor.execute(() -> fly(question, mine));
    } catch (RejectedExecutionException _) {
      land(question, mine, Lookup.unavailable("DNS client is closed"));
    }
    return mine;
  }

  private void fly(Question question, CompletableFuture<Lookup> flight) {
    var lookup = Lookup.unavailable("lookup failed for " + question);
    try {
      turns.acquire();
      try {
        lookup = remember(question, network.lookUp(question));
      } finally {
        turns.release();
      }
    } catch (InterruptedException _) {
      lookup = Lookup.unavailable("DNS client is closed");
    } finally {
      land(question, flight, lookup);
    }
  }

  private void land(Question question, CompletableFuture<Lookup> flight, Lookup lookup) {
    flights.remove(question, flight);
    flight.complete(lookup);
  }

  private Lookup remember(Question question, Lookup lookup) {
    var ttl =
        switch (lookup.kind()) {
          case FOUND -> shorter(lookup.ttl(), settings.maxTtl());
          case NO_DATA, NO_DOMAIN -> shorter(lookup.ttl(), settings.maxNegativeTtl());
          case UNAVAILABLE -> settings.failureTtl();
        };
    var kept = lookup.withTtl(ttl);
    cache.put(question, kept, ttl, clock.millis());
    return kept;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  // The lookup was asked with the question whose type says what T is.
  @SuppressWarnings("unchecked")
  private static <T> DnsAnswer<T> answer(Lookup lookup, Duration ttl) {
    return switch (lookup.kind()) {
      case FOUND -> new DnsAnswer.Found<>((List<T>) lookup.records(), ttl, lookup.authentic());
      case NO_DATA -> new DnsAnswer.NoData<>();
      case NO_DOMAIN -> new DnsAnswer.NoDomain<>();
      case UNAVAILABLE -> new DnsAnswer.Unavailable<>(lookup.reason());
    };
  }

  /// The same client for one evaluation: same cache, same lookups, less patience.
  private final class Hurried implements DnsClient {
    private final DnsDeadline deadline;

    Hurried(DnsDeadline deadline) {
      this.deadline = deadline;
    }

    @Override
    public DnsAnswer<TxtRecord> txt(DomainName name) {
      return ask(new Question(name, RecordType.TXT), deadline);
    }

    @Override
    public DnsAnswer<InetAddress> a(DomainName name) {
      return ask(new Question(name, RecordType.A), deadline);
    }

    @Override
    public DnsAnswer<InetAddress> aaaa(DomainName name) {
      return ask(new Question(name, RecordType.AAAA), deadline);
    }

    @Override
    public DnsAnswer<MxRecord> mx(DomainName name) {
      return ask(new Question(name, RecordType.MX), deadline);
    }

    @Override
    public DnsAnswer<DomainName> ptr(InetAddress address) {
      return ask(new Question(ReverseNames.of(address), RecordType.PTR), deadline);
    }

    @Override
    public DnsClient until(DnsDeadline other) {
      return new Hurried(deadline.earlierOf(other));
    }
  }
}
