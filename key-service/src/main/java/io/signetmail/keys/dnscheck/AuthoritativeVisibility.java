package io.signetmail.keys.dnscheck;

import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.keys.signingkeys.SigningKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Asks each authoritative server of the record's zone itself, and, where the name is an alias,
/// each server of the zone it points into.
public final class AuthoritativeVisibility implements KeyVisibility {
  private static final int MAX_ALIASES = 4;

  private final NameServers nameServers;

  public AuthoritativeVisibility(NameServers nameServers) {
    this.nameServers = nameServers;
  }

  /// What one server says.
  private sealed interface Answer {
    record Right() implements Answer {}

    record Alias(Name target) implements Answer {}

    record Wrong(String reason) implements Answer {}

    record Silent(String reason) implements Answer {}
  }

  @Override
  public Sighting look(SigningKey key) {
    var seen = new TreeSet<String>();
    try {
      var name = Name.fromString(key.record().name() + ".");
      for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
        var targets = new TreeSet<Name>();
        boolean direct = false;
        for (var server : nameServers.of(name)) {
          switch (ask(server, name, key)) {
            case Answer.Right _ -> direct = true;
            case Answer.Alias(var target) -> targets.add(target);
            case Answer.Wrong(var reason) -> {
              return new Sighting.NotYet(server.name() + ": " + reason);
            }
            case Answer.Silent(var reason) -> {
              return new Sighting.Unknown(server.name() + " does not answer: " + reason);
            }
          }
          seen.add(server.name());
        }
        if (targets.isEmpty()) {
          return new Sighting.Everywhere(List.copyOf(seen));
        }
        if (direct || targets.size() > 1) {
          return new Sighting.NotYet("the servers of " + name + " do not agree yet");
        }
        name = targets.first();
      }
      return new Sighting.NotYet("more than " + MAX_ALIASES + " CNAMEs follow each other");
    } catch (NameServers.NotFound notFound) {
      return new Sighting.Unknown(notFound.reason());
    } catch (TextParseException e) {
      return new Sighting.NotYet("the record has no valid name: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Sighting.Unknown("interrupted");
    }
  }

  /// An address that is silent does not count while another one of the same server answers: not
  /// every network has both kinds.
  private Answer ask(NameServers.Server server, Name name, SigningKey key)
      throws InterruptedException {
    Answer answer = new Answer.Silent("it has no address");
    for (var address : server.addresses()) {
      var next = ask(address, name, key);
      if (next instanceof Answer.Wrong) {
        return next;
      }
      if (answer instanceof Answer.Silent) {
        answer = next;
      }
    }
    return answer;
  }

  private Answer ask(InetSocketAddress address, Name name, SigningKey key)
      throws InterruptedException {
    try {
      return read(nameServers.askAuthority(address, name, Type.TXT), name, key);
    } catch (IOException e) {
      return new Answer.Silent(String.valueOf(e.getMessage()));
    }
  }

  private static Answer read(Message reply, Name name, SigningKey key) {
    if (reply.getRcode() != Rcode.NOERROR && reply.getRcode() != Rcode.NXDOMAIN) {
      return new Answer.Wrong("answers " + Rcode.string(reply.getRcode()));
    }
    if (!reply.getHeader().getFlag(Flags.AA)) {
      return new Answer.Wrong("is not responsible for " + name);
    }
    var texts = new ArrayList<String>();
    for (Record record : reply.getSection(Section.ANSWER)) {
      if (!record.getName().equals(name)) {
        continue;
      }
      if (record instanceof CNAMERecord alias) {
        return new Answer.Alias(alias.getTarget());
      }
      if (record instanceof TXTRecord txt) {
        texts.add(TxtRecord.joining(txt.getStringsAsByteArrays()).text());
      }
    }
    if (texts.size() != 1) {
      return new Answer.Wrong(
          texts.isEmpty() ? "no TXT record there" : texts.size() + " TXT records instead of one");
    }
    return PublishedRecord.compare(key, texts.getFirst()).stream()
        .filter(Finding::isError)
        .findFirst()
        .<Answer>map(finding -> new Answer.Wrong(finding.detail()))
        .orElseGet(Answer.Right::new);
  }
}
