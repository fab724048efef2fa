package io.signetmail.keys.delegation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/// Dynamic updates (RFC 2136) over TCP, signed with TSIG (RFC 8945); an answer that is not signed
/// with the same key does not count.
public final class DynamicUpdates implements ZoneUpdates {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /// Short, so that a record that has to go is soon forgotten.
  private static final int TTL_SECONDS = 300;

  private final Name zone;
  private final InetSocketAddress server;
  private final TSIG key;

  /// @param server asked by name each time, so that it may move
  public DynamicUpdates(String zone, InetSocketAddress server, TSIG key) {
    this.zone = absolute(zone);
    this.server = server;
    this.key = key;
  }

  @Override
  public String zone() {
    return zone.toString(true);
  }

  @Override
  public void put(String name, List<String> strings) throws UpdateFailed {
    var owner = absolute(name);
    var update = new Update(zone);
    // RFC 2136 §2.5.2 and §2.5.1: both take effect together.
    update.delete(owner, Type.TXT);
    update.add(new TXTRecord(owner, DClass.IN, TTL_SECONDS, strings));
    send(update);
  }

  @Override
  public void remove(String name) throws UpdateFailed {
    var update = new Update(zone);
    update.delete(absolute(name), Type.TXT);
    send(update);
  }

  private void send(Message update) throws UpdateFailed {
    var resolver = new SimpleResolver(addressNow());
    resolver.setTCP(true);
    resolver.setTSIGKey(key);
    resolver.setTimeout(TIMEOUT);
    try {
      var reply =
          resolver
              .sendAsync(update, task -> Thread.ofVirtual().name("dns-update").start(task))
              .toCompletableFuture()
              .get(TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
      if (reply.getRcode() != Rcode.NOERROR) {
        throw new UpdateFailed("the server of the zone answers " + Rcode.string(reply.getRcode()));
      }
      if (!reply.isVerified()) {
        throw new UpdateFailed("the answer is not signed with our TSIG key");
      }
    } catch (TimeoutException _) {
      throw new UpdateFailed("the server of the zone does not answer");
    } catch (ExecutionException e) {
      var cause = e.getCause();
      throw new UpdateFailed(
          "the server of the zone cannot be asked: "
              + (cause instanceof IOException ? cause.getMessage() : String.valueOf(cause)));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new UpdateFailed("interrupted");
    }
  }

  private InetSocketAddress addressNow() throws UpdateFailed {
    try {
      return new InetSocketAddress(
          InetAddress.getAllByName(server.getHostString())[0], server.getPort());
    } catch (UnknownHostException _) {
      throw new UpdateFailed("the server " + server.getHostString() + " has no address");
    }
  }

  private static Name absolute(String name) {
    try {
      return Name.fromString(name, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("not a DNS name: " + name, e);
    }
  }
}
