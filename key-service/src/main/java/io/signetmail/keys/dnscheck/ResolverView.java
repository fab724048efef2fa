package io.signetmail.keys.dnscheck;

import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// What the answer of the resolver says beside the record itself. Blocking; safe for many threads.
public final class ResolverView {
  private final NameServers nameServers;

  public ResolverView(NameServers nameServers) {
    this.nameServers = nameServers;
  }

  /// How long the resolver will go on to answer about the TXT record as it does now; empty when it
  /// does not say.
  Optional<Duration> remembers(String name) {
    return ask(name, Type.TXT)
        .flatMap(reply -> {
          var answer = reply.getSection(Section.ANSWER);
          return answer.isEmpty() ? negative(reply.getSection(Section.AUTHORITY)) : least(answer);
        });
  }

  /// What the name is an alias of; empty when it is none.
  Optional<String> alias(String name) {
    return ask(name, Type.CNAME)
        .flatMap(reply ->
            reply.getSection(Section.ANSWER).stream()
                .filter(CNAMERecord.class::isInstance)
                .map(record -> ((CNAMERecord) record).getTarget().toString(true))
                .findFirst());
  }

  private static Optional<Duration> least(Iterable<Record> records) {
    long seconds = Long.MAX_VALUE;
    for (var record : records) {
      seconds = Math.min(seconds, record.getTTL());
    }
    return seconds == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds));
  }

  /// RFC 2308 §5: the lesser of the SOA's TTL and its minimum.
  private static Optional<Duration> negative(Iterable<Record> records) {
    for (var record : records) {
      if (record instanceof SOARecord soa) {
        return Optional.of(Duration.ofSeconds(Math.min(soa.getTTL(), soa.getMinimum())));
      }
    }
    return Optional.empty();
  }

  private Optional<org.xbill.DNS.Message> ask(String name, int type) {
    try {
      return Optional.of(nameServers.resolve(Name.fromString(name + "."), type));
    } catch (NameServers.NotFound | TextParseException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
