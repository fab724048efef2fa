package io.signetmail.auth.dns.zone;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.RecordType;
import io.signetmail.auth.dns.ReverseNames;
import io.signetmail.auth.dns.TxtRecord;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers from a zone that is complete: a name it does not mention does not exist.
///
/// The text is a master file (RFC 1035 §5.1) with absolute names only; a final dot is optional:
///
/// ```
/// example.com.         300 IN MX   10 mail.example.com.
/// mail.example.com.    A           192.0.2.1
/// s1._domainkey.example.com. TXT ( "v=DKIM1; p=MIIB"
///                                  "IjANBg" )           ; one record, joined
/// *.lists.example.com. CNAME       lists.example.com.
/// broken.example.com.  SERVFAIL               ; every type it has no record of
/// slow.example.com.    TIMEOUT     TXT MX     ; these types only
/// ```
///
/// Names between a mentioned name and the root exist and are empty (RFC 8020 §2), a wildcard stands
/// for names that do not exist (RFC 4592 §2.2). Immutable, safe for any number of threads.
public final class ZoneDns implements DnsClient {
  static final int MAX_ALIASES = 10;
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final ZoneNode EMPTY = new ZoneNode();

  private final Map<DomainName, ZoneNode> nodes;

  private ZoneDns(Map<DomainName, ZoneNode> nodes) {
    this.nodes = nodes;
  }

  /// Reads a zone; throws `IllegalArgumentException` naming the line when it cannot.
  public static ZoneDns parse(String zoneText) {
    var builder = builder();
    new ZoneTextReader(zoneText, builder).read();
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  @Override
  public DnsAnswer<TxtRecord> txt(DomainName name) {
    return resolve(name, RecordType.TXT);
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return resolve(name, RecordType.A);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return resolve(name, RecordType.AAAA);
  }

  @Override
  public DnsAnswer<MxRecord> mx(DomainName name) {
    return resolve(name, RecordType.MX);
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return resolve(ReverseNames.of(address), RecordType.PTR);
  }

  private <T> DnsAnswer<T> resolve(DomainName name, RecordType type) {
    var current = name;
    for (int hop = 0; hop <= MAX_ALIASES; hop++) {
      var node = find(current);
      if (node == null) {
        return new DnsAnswer.NoDomain<>();
      }
      var failure = node.failure(type);
      if (failure != null) {
        return new DnsAnswer.Unavailable<>(failure + " for " + current);
      }
      if (!node.records(type).isEmpty()) {
        // The builder puts under each type only objects of that type's class.
        @SuppressWarnings("unchecked")
        var records = (List<T>) node.records(type);
        return new DnsAnswer.Found<>(records, TTL, false);
      }
      var alias = node.alias();
      if (alias == null) {
        return new DnsAnswer.NoData<>();
      }
      current = alias;
    }
    return new DnsAnswer.Unavailable<>("more than " + MAX_ALIASES + " CNAMEs from " + name);
  }

  private @Nullable ZoneNode find(DomainName name) {
    var node = nodes.get(name);
    if (node != null) {
      return node;
    }
    // RFC 4592 §3.3.1: the closest name that exists decides which wildcard may answer.
    for (var above = name.parent(); above.isPresent(); above = above.get().parent()) {
      if (nodes.containsKey(above.get())) {
        return above.get().prepend("*").map(nodes::get).orElse(null);
      }
    }
    return null;
  }

  /// Builds a zone record by record, for tests that read zones in other formats.
  public static final class Builder {
    private final Map<DomainName, ZoneNode> nodes = new HashMap<>();

    private Builder() {}

    public Builder txt(DomainName name, TxtRecord record) {
      return add(name, RecordType.TXT, record);
    }

    public Builder mx(DomainName name, MxRecord record) {
      return add(name, RecordType.MX, record);
    }

    /// An A or AAAA record, as the address says.
    public Builder address(DomainName name, InetAddress address) {
      return add(name, address.getAddress().length == 4 ? RecordType.A : RecordType.AAAA, address);
    }

    public Builder ptr(DomainName name, DomainName target) {
      return add(name, RecordType.PTR, target);
    }

    public Builder cname(DomainName name, DomainName target) {
      return add(name, RecordType.CNAME, target);
    }

    /// The name exists, whatever else is said about it.
    public Builder exists(DomainName name) {
      node(name);
      return this;
    }

    /// Questions of this type end in `reason`, "timeout" for example.
    public Builder unavailable(DomainName name, RecordType type, String reason) {
      node(name).fail(type, reason);
      return this;
    }

    /// Questions of every type the name has no record of end in `reason`.
    public Builder unavailable(DomainName name, String reason) {
      node(name).failTheRest(reason);
      return this;
    }

    private Builder add(DomainName name, RecordType type, Object record) {
      node(name).add(type, record);
      return this;
    }

    private ZoneNode node(DomainName name) {
      return nodes.computeIfAbsent(name, _ -> new ZoneNode());
    }

    public ZoneDns build() {
      var all = new HashMap<>(nodes);
      for (var name : nodes.keySet()) {
        for (var above = name.parent(); above.isPresent(); above = above.get().parent()) {
          all.putIfAbsent(above.get(), EMPTY);
        }
      }
      return new ZoneDns(Map.copyOf(all));
    }
  }
}
