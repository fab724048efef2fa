package io.signetmail.cli;

import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signet verify`: a message file as a receiver would see it.
@Command(
    name = "verify",
    description = "Checks a message file as a receiver would. SPF needs --ip.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final SpfOptions client = new SpfOptions();
  @Mixin private final DnsOptions dns = new DnsOptions();

  @Parameters(paramLabel = "FILE", description = "the message; - for standard input")
  private Path file = Path.of("-");

  @Override
  public Integer call() throws IOException {
    var message = ParsedMessage.of(MessageFile.read(file));
    var out = spec.commandLine().getOut();
    try (var resolver = dns.client()) {
      out.printf("from   %s%n", from(AuthorDomain.of(message)));
      boolean spfPassed = spf(resolver, out);
      boolean dkimPassed = dkim(message, resolver, out);
      out.flush();
      return spfPassed || dkimPassed ? 0 : 1;
    }
  }

  private static String from(AuthorDomain author) {
    return author instanceof AuthorDomain.Single(_, var domain)
        ? domain.toString()
        : "not one valid From: " + author.problem();
  }

  private boolean spf(DnsClient resolver, PrintWriter out) {
    if (!client.areGiven()) {
      out.println("spf    not checked: --ip says from where the message came");
      return false;
    }
    var result = client.check(resolver);
    out.printf("spf    %s  %s%n", result.keyword(), result.reason());
    return result.keyword().equals("pass");
  }

  private static boolean dkim(ParsedMessage message, DnsClient resolver, PrintWriter out) {
    var results =
        new DkimVerifier(resolver, DkimLimits.DEFAULT, InstantSource.system()).verify(message);
    if (results.isEmpty()) {
      out.println("dkim   none  the message has no signature");
    }
    results.forEach(result -> print(result, out));
    return passed(results);
  }

  private static void print(DkimResult result, PrintWriter out) {
    out.printf(
        "dkim   %s  d=%s s=%s  %s%n",
        result.keyword(),
        result.domain().map(Object::toString).orElse("?"),
        result.selector().map(Object::toString).orElse("?"),
        result.reason().map(problem -> problem.detail()).orElse(""));
  }

  private static boolean passed(List<DkimResult> results) {
    return results.stream().anyMatch(DkimResult::passed);
  }
}
