package io.signetmail.cli;

import io.signetmail.auth.dmarc.Discovery;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.auth.dmarc.RecordAnswer;
import io.signetmail.auth.dmarc.TreeWalk;
import io.signetmail.auth.dns.DomainName;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signet dmarc`: which policy applies to a domain, and how it is found.
@Command(
    name = "dmarc",
    description =
        "Shows the DNS tree walk of a domain (RFC 9989 §4.10), its organizational domain and the"
            + " policy that applies to its mail.",
    mixinStandardHelpOptions = true)
final class DmarcCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private final DnsOptions dns = new DnsOptions();

  @Parameters(paramLabel = "DOMAIN", description = "the domain of a From address")
  private String domain = "";

  @Override
  public Integer call() {
    var author =
        DomainName.parse(domain)
            .orElseThrow(() -> new IllegalArgumentException("'" + domain + "' is not a domain"));
    var out = spec.commandLine().getOut();
    try (var resolver = dns.client()) {
      var evaluator = new DmarcEvaluator(resolver, DmarcSettings.rfc9989(), InstantSource.system());
      print(evaluator.walk(author), out);
      int status = print(evaluator.discover(author), out);
      out.flush();
      return status;
    }
  }

  private static void print(TreeWalk walk, PrintWriter out) {
    for (var step : walk.steps()) {
      out.println(
          switch (step) {
            case RecordAnswer.One one -> line(one.domain(), one.published().text());
            case RecordAnswer.None(var name, var count) ->
                line(name, count == 0 ? "no record" : count + " records: all are discarded");
            case RecordAnswer.Unavailable(var name, var reason) ->
                line(name, "DNS does not answer: " + reason);
          });
    }
    if (walk.broken().isEmpty()) {
      out.printf("organizational domain  %s%n", walk.organizationalDomain());
    }
  }

  private static String line(DomainName name, String found) {
    return "_dmarc." + name + "  " + found;
  }

  private static int print(Discovery discovery, PrintWriter out) {
    return switch (discovery) {
      case Discovery.Found(var policy, _) -> {
        out.printf("policy                 %s%n", describe(policy));
        yield 0;
      }
      case Discovery.NoPolicy(var reason) -> {
        out.printf("policy                 none: %s%n", reason);
        yield 1;
      }
      case Discovery.Unavailable(var name, var reason) -> {
        out.printf("policy                 unknown: %s: %s%n", name, reason);
        yield 1;
      }
    };
  }

  private static String describe(PublishedPolicy policy) {
    var tested =
        policy.effective() == policy.requested()
            ? ""
            : ", in test mode: " + policy.effective().keyword();
    return policy.requested().keyword() + tested + ", from the record at " + policy.domain();
  }
}
