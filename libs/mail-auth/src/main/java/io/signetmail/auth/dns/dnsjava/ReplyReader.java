package io.signetmail.auth.dns.dnsjava;

import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.RecordType;
import io.signetmail.auth.dns.TxtRecord;
import java.net.Inet6Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// Reads one reply to one question, following the aliases inside it.
final class ReplyReader {
  /// What a reply says: the answer, or the name under which to ask on.
  sealed interface Reading {
    record Done(Lookup lookup) implements Reading {}

    record AskOn(Name target, long ttlSeconds) implements Reading {}
  }

  private final Message reply;
  private final RecordType type;
  private final int maxAliases;
  private long ttlSeconds;

  /// `ttlSeconds` is the smallest TTL of the aliases that led here.
  ReplyReader(Message reply, RecordType type, int maxAliases, long ttlSeconds) {
    this.reply = reply;
    this.type = type;
    this.maxAliases = maxAliases;
    this.ttlSeconds = ttlSeconds;
  }

  Reading read(Name asked) {
    int rcode = reply.getRcode();
    if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
      return unavailable(Rcode.string(rcode));
    }
    var name = asked;
    for (int hop = 0; hop <= maxAliases; hop++) {
      var records = recordsOf(name);
      if (!records.isEmpty()) {
        return new Reading.Done(
            Lookup.found(
                records, Duration.ofSeconds(ttlSeconds), reply.getHeader().getFlag(Flags.AD)));
      }
      var target = aliasOf(name);
      if (target == null) {
        return absent(rcode, name, !name.equals(asked));
      }
      name = target;
    }
    return unavailable("more than " + maxAliases + " CNAMEs");
  }

  private Reading absent(int rcode, Name name, boolean aliased) {
    var soa = startOfAuthority();
    // RFC 2308 §5: without an SOA a negative answer is not cached.
    var ttl =
        Duration.ofSeconds(
            soa == null ? 0 : Math.min(ttlSeconds, Math.min(soa.getTTL(), soa.getMinimum())));
    if (rcode == Rcode.NXDOMAIN) {
      // RFC 6604 §3: with aliases, the RCODE is about the last name of the chain.
      return new Reading.Done(Lookup.absent(Lookup.Kind.NO_DOMAIN, ttl));
    }
    if (aliased && soa == null) {
      return new Reading.AskOn(name, ttlSeconds);
    }
    if (soa == null && isReferral()) {
      return unavailable("referral: the server does not resolve for us");
    }
    return new Reading.Done(Lookup.absent(Lookup.Kind.NO_DATA, ttl));
  }

  private static Reading unavailable(String reason) {
    return new Reading.Done(Lookup.unavailable(reason));
  }

  private boolean isReferral() {
    return !reply.getHeader().getFlag(Flags.AA)
        && reply.getSection(Section.AUTHORITY).stream().anyMatch(r -> r.getType() == Type.NS);
  }

  private @Nullable SOARecord startOfAuthority() {
    for (var record : reply.getSection(Section.AUTHORITY)) {
      if (record instanceof SOARecord soa) {
        return soa;
      }
    }
    return null;
  }

  private @Nullable Name aliasOf(Name name) {
    for (var record : reply.getSection(Section.ANSWER)) {
      if (record instanceof CNAMERecord alias && alias.getName().equals(name)) {
        ttlSeconds = Math.min(ttlSeconds, alias.getTTL());
        return alias.getTarget();
      }
    }
    return null;
  }

  private List<Object> recordsOf(Name name) {
    var found = new ArrayList<Object>();
    for (var record : reply.getSection(Section.ANSWER)) {
      if (record.getType() == type.code() && record.getName().equals(name)) {
        var value = valueOf(record);
        if (value != null) {
          ttlSeconds = Math.min(ttlSeconds, record.getTTL());
          found.add(value);
        }
      }
    }
    return found;
  }

  /// Null for a record nobody can use: a name that is no [io.signetmail.auth.dns.DomainName], an
  /// IPv4 address in an AAAA record.
  private static @Nullable Object valueOf(Record record) {
    return switch (record) {
      case TXTRecord txt -> TxtRecord.joining(txt.getStringsAsByteArrays());
      case ARecord a -> a.getAddress();
      case AAAARecord aaaa -> aaaa.getAddress() instanceof Inet6Address v6 ? v6 : null;
      case MXRecord mx ->
          Names.fromDns(mx.getTarget())
              .map(exchange -> new MxRecord(mx.getPriority(), exchange))
              .orElse(null);
      case PTRRecord ptr -> Names.fromDns(ptr.getTarget()).orElse(null);
      default -> null;
    };
  }
}
