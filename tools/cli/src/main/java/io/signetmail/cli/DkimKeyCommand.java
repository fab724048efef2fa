package io.signetmail.cli;

import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dns.DnsAnswer;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.TxtRecord;
import io.signetmail.cli.text.Output;
import io.signetmail.cli.text.Section;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signet dkim-key`: a key record as verifiers see it.
@Command(
    name = "dkim-key",
    description =
        "Shows the DKIM key record of a domain and selector, or one given as text, and says what is"
            + " wrong with it.",
    mixinStandardHelpOptions = true)
final class DkimKeyCommand implements Callable<Integer> {
  @Mixin private final DnsOptions dns = new DnsOptions();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--record",
      paramLabel = "TEXT",
      description = "the text of the TXT record, its strings joined, instead of asking DNS")
  private Optional<String> record = Optional.empty();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DOMAIN",
      description = "signing domain, d=")
  private Optional<String> domain = Optional.empty();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description = "name of the key, s=")
  private Optional<String> selector = Optional.empty();

  @Override
  public Integer call() throws IOException {
    if (record.isPresent() == domain.isPresent() || domain.isPresent() != selector.isPresent()) {
      throw output.misuse("give DOMAIN and SELECTOR, or --record TEXT");
    }
    if (record.isPresent()) {
      var told = KeyRecordDiagnosis.of(record.get());
      print(List.of(told.section()));
      return told.usable() ? 0 : 1;
    }
    return look(name(domain.get(), selector.orElseThrow()));
  }

  private DomainName name(String domain, String selector) {
    var at =
        DomainName.parse(domain)
            .orElseThrow(() -> output.misuse("'" + domain + "' is not a domain name"));
    return Selector.parse(selector)
        .orElseThrow(() -> output.misuse("'" + selector + "' is not a selector"))
        .keyName(at)
        .orElseThrow(() -> output.misuse("the name of the key record would be too long for DNS"));
  }

  private int look(DomainName name) throws IOException {
    var sections = new ArrayList<Section>();
    var usable = false;
    try (var resolver = dns.open()) {
      switch (resolver.recording().txt(name)) {
        case DnsAnswer.Found<TxtRecord>(var records, _, _) -> {
          sections.add(
              found(name, records.size() + " TXT record" + (records.size() > 1 ? "s" : "")));
          if (records.size() > 1) {
            // RFC 6376 §3.6.2.2
            sections.getFirst().fact("problem", "several records: what verifiers do is undefined");
          }
          for (var one : records) {
            var told = KeyRecordDiagnosis.of(one.text());
            sections.add(told.section());
            usable |= told.usable();
          }
          usable &= records.size() == 1;
        }
        case DnsAnswer.NoData<TxtRecord> _ ->
            sections.add(found(name, "no TXT record: signatures with this key end in permerror"));
        case DnsAnswer.NoDomain<TxtRecord> _ ->
            sections.add(found(name, "no such name: signatures with this key end in permerror"));
        case DnsAnswer.Unavailable<TxtRecord>(var reason) ->
            sections.add(found(name, "DNS does not answer: " + reason));
      }
    }
    print(sections);
    return usable ? 0 : 1;
  }

  private static Section found(DomainName name, String what) {
    return new Section("key", name + "  " + what).json("name", name).json("found", what);
  }

  private void print(List<Section> sections) {
    output.print(
        Map.of("steps", sections.stream().map(Section::json).toList()),
        out -> sections.forEach(section -> section.print(out)));
  }
}
