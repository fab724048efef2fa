package io.signetmail.cli;

import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import io.signetmail.cli.text.Output;
import io.signetmail.cli.text.Section;
import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `signet spf`: may this address send for this domain?
@Command(
    name = "spf",
    description = "Evaluates SPF (RFC 7208) for an IP address and a sender.",
    mixinStandardHelpOptions = true)
final class SpfCommand implements Callable<Integer> {
  @Mixin private final SpfOptions sender = new SpfOptions();
  @Mixin private final DnsOptions dns = new DnsOptions();
  @Mixin private final Output output = new Output();

  @Override
  public Integer call() throws IOException {
    var client = sender.required("localhost");
    try (var resolver = dns.open()) {
      var query = new SpfQuery(client.ip(), client.helo(), client.reversePath(), client.receiver());
      var mailFromDns = resolver.recording();
      var mailFrom = evaluator(mailFromDns).check(query);
      var told = new LinkedHashMap<String, Section>();
      told.put("mailFrom", SpfSection.of("SPF", mailFrom, client, mailFromDns));
      if (sender.hasHelo()) {
        var heloDns = resolver.recording();
        var helo = evaluator(heloDns).checkHelo(query);
        told.put("helo", SpfSection.of("HELO", helo, client, heloDns));
      }
      var document = new LinkedHashMap<String, Object>();
      told.forEach((identity, section) -> document.put(identity, section.json()));
      output.print(document, out -> told.values().forEach(section -> section.print(out)));
      return mailFrom.keyword().equals("pass") ? 0 : 1;
    }
  }

  private static SpfEvaluator evaluator(RecordingDns dns) {
    return new SpfEvaluator(dns, SpfLimits.defaults(), InstantSource.system());
  }
}
