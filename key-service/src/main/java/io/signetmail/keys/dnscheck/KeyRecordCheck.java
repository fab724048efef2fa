package io.signetmail.keys.dnscheck;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.keys.signingkeys.SigningKey;
import java.util.List;
import java.util.stream.Stream;

/// Looks a key's record up and says everything that is wrong with it. An empty list means that
/// verifiers will find the key.
public final class KeyRecordCheck {
  private final DnsClient dns;

  /// The client must not remember old answers: the owner has just changed something.
  public KeyRecordCheck(DnsClient dns) {
    this.dns = dns;
  }

  public List<Finding> check(SigningKey key) {
    var name = key.record().name();
    return switch (ask(name)) {
      case DnsAnswer.Found<TxtRecord>(var records, _, _) -> found(key, records);
      case DnsAnswer.NoData<TxtRecord> _ ->
          missing(key, "there is no TXT record at " + name + ", only records of other types");
      case DnsAnswer.NoDomain<TxtRecord> _ -> missing(key, "there is no TXT record at " + name);
      // Unknown is not missing: the owner may have done everything right.
      case DnsAnswer.Unavailable<TxtRecord>(var reason) ->
          List.of(
              new Finding(
                  FindingCode.UNAVAILABLE, "DNS did not answer for " + name + ": " + reason));
    };
  }

  private List<Finding> found(SigningKey key, List<TxtRecord> records) {
    if (records.size() == 1) {
      return PublishedRecord.compare(key, records.getFirst().text());
    }
    return List.of(
        new Finding(
            FindingCode.SEVERAL_RECORDS,
            "there are %d TXT records at %s: leave only the one of this key"
                .formatted(records.size(), key.record().name())));
  }

  private List<Finding> missing(SigningKey key, String detail) {
    return Stream.concat(
            Stream.of(new Finding(FindingCode.MISSING, detail)),
            misplaced(key).filter(this::isThere).limit(1).map(KeyRecordCheck::wrongName))
        .toList();
  }

  /// Where records end up when a DNS form adds the domain by itself, or a label is forgotten.
  private static Stream<String> misplaced(SigningKey key) {
    var name = key.record().name();
    return Stream.of(
        name + "." + key.domain(),
        key.selector() + "." + key.domain(),
        key.selector() + ".domainkey." + key.domain());
  }

  private boolean isThere(String name) {
    return DomainName.parse(name).map(dns::txt).orElseGet(DnsAnswer.NoDomain::new)
            instanceof DnsAnswer.Found<TxtRecord>(var records, _, _)
        && records.stream().anyMatch(record -> record.text().contains("p="));
  }

  private static Finding wrongName(String name) {
    return new Finding(
        FindingCode.WRONG_NAME,
        "a key record is at " + name + ": give the DNS form the name it leaves out, no more");
  }

  private DnsAnswer<TxtRecord> ask(String name) {
    return dns.txt(DomainName.of(name));
  }
}
