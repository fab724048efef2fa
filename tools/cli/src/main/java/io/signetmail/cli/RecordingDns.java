package io.signetmail.cli;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.cli.text.Section;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Passes questions on and keeps them with their answers, so that a verb can show which record
/// decided. For one thread.
final class RecordingDns implements DnsClient {
  private static final int MAX_KEPT = 500;

  /// A question and what came back: records as text, or one of the other three outcomes.
  record Asked(String type, String name, String outcome, List<String> records) {
    Map<String, ?> json() {
      var json = new LinkedHashMap<String, Object>();
      json.put("type", type);
      json.put("name", name);
      json.put("outcome", outcome);
      json.put("records", records);
      return json;
    }

    @Override
    public String toString() {
      return type + " " + name + ": " + (records.isEmpty() ? outcome : String.join(" | ", records));
    }
  }

  private final DnsClient dns;
  private final List<Asked> asked = new ArrayList<>();

  RecordingDns(DnsClient dns) {
    this.dns = dns;
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// Adds the questions, as lines and as `dns`.
  void tell(Section section) {
    for (var one : asked) {
      section.fact("asked", one.toString());
    }
    section.json("dns", asked.stream().map(Asked::json).toList());
  }

  @Override
  public DnsAnswer<TxtRecord> txt(DomainName name) {
    return kept("TXT", name, dns.txt(name), record -> '"' + record.text() + '"');
  }

  @Override
  public DnsAnswer<InetAddress> a(DomainName name) {
    return kept("A", name, dns.a(name), InetAddress::getHostAddress);
  }

  @Override
  public DnsAnswer<InetAddress> aaaa(DomainName name) {
    return kept("AAAA", name, dns.aaaa(name), InetAddress::getHostAddress);
  }

  @Override
  public DnsAnswer<MxRecord> mx(DomainName name) {
    return kept("MX", name, dns.mx(name), record -> record.preference() + " " + record.exchange());
  }

  @Override
  public DnsAnswer<DomainName> ptr(InetAddress address) {
    return kept("PTR", address.getHostAddress(), dns.ptr(address), DomainName::toString);
  }

  private <T> DnsAnswer<T> kept(
      String type, Object name, DnsAnswer<T> answer, Function<T, String> text) {
    if (asked.size() < MAX_KEPT) {
      asked.add(
          switch (answer) {
            case DnsAnswer.Found<T>(var records, _, _) ->
                new Asked(type, name.toString(), "found", records.stream().map(text).toList());
            case DnsAnswer.NoData<T> _ ->
                new Asked(type, name.toString(), "no such record", List.of());
            case DnsAnswer.NoDomain<T> _ ->
                new Asked(type, name.toString(), "no such name", List.of());
            case DnsAnswer.Unavailable<T>(var reason) ->
                new Asked(type, name.toString(), "no answer: " + reason, List.of());
          });
    }
    return answer;
  }
}
