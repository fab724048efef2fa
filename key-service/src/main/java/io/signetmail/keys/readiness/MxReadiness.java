package io.signetmail.keys.readiness;

import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.MxRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whether replies, bounces and reports can reach a domain.
final class MxReadiness {
  private final DnsClient dns;

  MxReadiness(DnsClient dns) {
    this.dns = dns;
  }

  List<Advice> check(DomainName domain) {
    return switch (dns.mx(domain)) {
      case DnsAnswer.Found<MxRecord>(var records, _, _) -> found(domain, records);
      case DnsAnswer.NoData<MxRecord> _, DnsAnswer.NoDomain<MxRecord> _ -> none(domain);
      case DnsAnswer.Unavailable<MxRecord>(var reason) ->
          List.of(Advice.unknown("mx-unavailable", domain.toString(), reason));
    };
  }

  /// Empty when mail can get there, else what is in its way.
  Optional<String> unreachable(DomainName domain) {
    return check(domain).stream()
        .filter(advice ->
            advice.severity() == Advice.Severity.ERROR
                || advice.code().equals("mx-missing")
                || advice.code().equals("mx-null"))
        .map(Advice::detail)
        .findFirst();
  }

  private List<Advice> found(DomainName domain, List<MxRecord> records) {
    if (records.stream().anyMatch(MxRecord::isNullMx)) {
      return List.of(
          Advice.info("mx-null", domain + " says that it accepts no mail, so no replies either"));
    }
    var dead = records.stream().filter(mx -> isAbsent(mx.exchange())).toList();
    if (dead.size() == records.size()) {
      return List.of(
          Advice.error("mx-no-address", "no mail exchanger of " + domain + " has an address"));
    }
    return Stream.concat(
            Stream.of(Advice.info("mx-record", records.size() + " mail exchangers")),
            dead.stream()
                .map(mx ->
                    Advice.warning(
                        "mx-no-address",
                        "the mail exchanger " + mx.exchange() + " has no address")))
        .toList();
  }

  /// RFC 5321 §5.1: without an MX the address itself is tried.
  private List<Advice> none(DomainName domain) {
    return List.of(
        isAbsent(domain)
            ? Advice.warning(
                "mx-missing", domain + " accepts no mail: replies, bounces and reports are lost")
            : Advice.warning(
                "mx-implicit", "there is no MX record: mail goes to the address of " + domain));
  }

  private boolean isAbsent(DomainName name) {
    return isAbsent(dns.a(name)) && isAbsent(dns.aaaa(name));
  }

  private static boolean isAbsent(DnsAnswer<?> answer) {
    return switch (answer) {
      case DnsAnswer.NoData<?> _, DnsAnswer.NoDomain<?> _ -> true;
      case DnsAnswer.Found<?> _, DnsAnswer.Unavailable<?> _ -> false;
    };
  }
}
