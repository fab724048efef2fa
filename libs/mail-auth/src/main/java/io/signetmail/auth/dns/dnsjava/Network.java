package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.RecordType;
import io.signetmail.auth.dns.dnsjava.ReplyReader.Reading;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;

/// Puts one question to the servers, one after the other, until one of them knows or time is up.
///
/// Runs in the thread of the lookup; dnsjava repeats a truncated reply's question over TCP.
final class Network {
  private static final int MAX_ALIASES = 10;

  private final List<SimpleResolver> resolvers;
  private final Duration tryTimeout;
  private final Duration timeout;
  private final int rounds;
  private final boolean trustAuthenticData;
  private final Executor executor;

  Network(DnsJavaSettings settings, List<InetSocketAddress> servers, Executor executor) {
    this.resolvers = servers.stream().map(server -> resolver(server, settings)).toList();
    this.tryTimeout = settings.tryTimeout();
    this.timeout = settings.timeout();
    this.rounds = settings.rounds();
    this.trustAuthenticData = settings.trustAuthenticData();
    this.executor = executor;
  }

  private static SimpleResolver resolver(InetSocketAddress server, DnsJavaSettings settings) {
    var resolver = new SimpleResolver(server);
    resolver.setTimeout(settings.tryTimeout());
    return resolver;
  }

  Lookup lookUp(Question question) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    var name = Names.toDns(question.name());
    long ttlSeconds = Long.MAX_VALUE;
    boolean authentic = trustAuthenticData;
    for (int hop = 0; hop <= MAX_ALIASES; hop++) {
      switch (ask(name, question.type(), ttlSeconds, end)) {
        case Reading.AskOn(var target, var ttl) -> {
          // The AD bit of that reply is not kept, so the chain as a whole is not authentic.
          authentic = false;
          name = target;
          ttlSeconds = ttl;
        }
        case Reading.Done(var lookup) -> {
          return lookup.kind() == Lookup.Kind.FOUND
              ? Lookup.found(lookup.records(), lookup.ttl(), lookup.authentic() && authentic)
              : lookup;
        }
      }
    }
    return Lookup.unavailable("more than " + MAX_ALIASES + " CNAMEs from " + question.name());
  }

  private Reading ask(Name name, RecordType type, long ttlSeconds, long end)
      throws InterruptedException {
    var last = "no DNS server is configured";
    for (int round = 0; round < rounds; round++) {
      for (var resolver : resolvers) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return new Reading.Done(Lookup.unavailable("timeout, last: " + last));
        }
        try {
          var reply = send(resolver, name, type, Math.min(left, tryTimeout.toNanos()));
          var reading = new ReplyReader(reply, type, MAX_ALIASES, ttlSeconds).read(name);
          if (!(reading instanceof Reading.Done(var lookup))
              || lookup.kind() != Lookup.Kind.UNAVAILABLE) {
            return reading;
          }
          last = lookup.reason();
          if (reply.getRcode() == Rcode.NOERROR) {
            return reading; // a chain without end stays one, whoever is asked
          }
        } catch (TimeoutException _) {
          last = "timeout";
        } catch (ExecutionException e) {
          last = reason(e.getCause());
        }
      }
    }
    return new Reading.Done(Lookup.unavailable(last));
  }

  private Message send(SimpleResolver resolver, Name name, RecordType type, long nanos)
      throws InterruptedException, ExecutionException, TimeoutException {
    var query = Message.newQuery(Record.newRecord(name, type.code(), DClass.IN));
    query.getHeader().setFlag(Flags.AD); // RFC 6840 §5.7: tell us whether it validated
    return resolver
        .sendAsync(query, executor)
        .toCompletableFuture()
        .get(nanos, TimeUnit.NANOSECONDS);
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "failed";
    }
    var message = cause.getMessage();
    return message != null && message.contains("imed out")
        ? "timeout"
        : cause.getClass().getSimpleName();
  }
}
