package io.signetmail.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `signet spf`: may this address send for this domain?
@Command(
    name = "spf",
    description = "Evaluates SPF (RFC 7208) for an IP address and a sender.",
    mixinStandardHelpOptions = true)
final class SpfCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final SpfOptions client = new SpfOptions();
  @Mixin private final DnsOptions dns = new DnsOptions();

  @Override
  public Integer call() {
    try (var resolver = dns.client()) {
      var result = client.check(resolver);
      spec.commandLine().getOut().printf("spf=%s  %s%n", result.keyword(), result.reason());
      return result.keyword().equals("pass") ? 0 : 1;
    }
  }
}
