package io.signetmail.keys.dnscheck;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// Finds the authoritative servers of a name through recursive resolvers, and asks them. Blocking,
/// each question at most the timeout per server; safe for many threads.
public final class NameServers {
  private static final int MAX_SERVERS = 13;
  private static final int MAX_ADDRESSES = 4;

  private final List<InetSocketAddress> resolvers;
  private final int authorityPort;
  private final Duration timeout;
  private final Executor threads = task -> Thread.ofVirtual().name("dns-authority").start(task);

  /// @param resolvers empty: the system's
  /// @param authorityPort 53, but for tests
  public NameServers(List<InetSocketAddress> resolvers, int authorityPort, Duration timeout) {
    this.resolvers =
        resolvers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : List.copyOf(resolvers);
    this.authorityPort = authorityPort;
    this.timeout = timeout;
  }

  /// One authoritative server.
  public record Server(String name, List<InetSocketAddress> addresses) {}

  /// The servers cannot be found, or not now.
  static final class NotFound extends Exception {
    NotFound(String reason) {
      super(reason, null, false, false);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  List<Server> of(Name name) throws NotFound, InterruptedException {
    // RFC 1034 §4.2.1: the closest name above that has NS records is where the zone begins.
    for (int cut = 0; cut < name.labels() - 1; cut++) {
      var zone = cut == 0 ? name : new Name(name, cut);
      var reply = resolve(zone, Type.NS);
      var servers = new ArrayList<Server>();
      for (Record record : reply.getSection(Section.ANSWER)) {
        if (record instanceof NSRecord ns
            && record.getName().equals(zone)
            && servers.size() < MAX_SERVERS) {
          servers.add(new Server(ns.getTarget().toString(true), addresses(ns.getTarget())));
        }
      }
      if (!servers.isEmpty()) {
        return servers;
      }
    }
    throw new NotFound("no zone above " + name.toString(true) + " has name servers");
  }

  Message askAuthority(InetSocketAddress server, Name name, int type)
      throws IOException, InterruptedException {
    var query = query(name, type);
    query.getHeader().unsetFlag(Flags.RD);
    return send(server, query);
  }

  private List<InetSocketAddress> addresses(Name server) throws NotFound, InterruptedException {
    var found = new ArrayList<InetSocketAddress>();
    for (int type : new int[] {Type.A, Type.AAAA}) {
      for (Record record : resolve(server, type).getSection(Section.ANSWER)) {
        if (found.size() < MAX_ADDRESSES) {
          switch (record) {
            case ARecord a -> found.add(new InetSocketAddress(a.getAddress(), authorityPort));
            case AAAARecord a -> found.add(new InetSocketAddress(a.getAddress(), authorityPort));
            default -> {} // An alias on the way.
          }
        }
      }
    }
    return found;
  }

  /// The answer of the first resolver that has one, whether it found records or not.
  Message resolve(Name name, int type) throws NotFound, InterruptedException {
    var last = "no resolver is known";
    for (var resolver : resolvers) {
      try {
        var reply = send(resolver, query(name, type));
        if (reply.getRcode() == Rcode.NOERROR || reply.getRcode() == Rcode.NXDOMAIN) {
          return reply;
        }
        last = Rcode.string(reply.getRcode());
      } catch (IOException e) {
        last = String.valueOf(e.getMessage());
      }
    }
    throw new NotFound(
        "the %s records of %s cannot be looked up: %s"
            .formatted(Type.string(type), name.toString(true), last));
  }

  private static Message query(Name name, int type) {
    return Message.newQuery(Record.newRecord(name, type, DClass.IN));
  }

  private Message send(InetSocketAddress server, Message query)
      throws IOException, InterruptedException {
    var resolver = new SimpleResolver(server);
    resolver.setTimeout(timeout);
    try {
      return resolver
          .sendAsync(query, threads)
          .toCompletableFuture()
          .get(timeout.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      throw new IOException("timeout");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      throw cause instanceof IOException io ? io : new IOException("cannot be asked", cause);
    }
  }
}
