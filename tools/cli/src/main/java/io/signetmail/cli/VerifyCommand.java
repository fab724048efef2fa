package io.signetmail.cli;

import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.cli.text.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signet verify`: a message file as a receiver would see it.
@Command(
    name = "verify",
    description =
        "Checks a message file as a receiver would, and explains every step. SPF needs --ip.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final SpfOptions sender = new SpfOptions();
  @Mixin private final DnsOptions dns = new DnsOptions();
  @Mixin private final DmarcOptions dmarc = new DmarcOptions();
  @Mixin private final Output output = new Output();

  @Option(
      names = "--authserv-id",
      paramLabel = "NAME",
      defaultValue = "localhost",
      description = "our name in Authentication-Results (default: ${DEFAULT-VALUE})")
  private String authservId = "localhost";

  @Parameters(paramLabel = "FILE", description = "the message; - for standard input")
  private Path file = Path.of("-");

  @Override
  public Integer call() throws IOException {
    var settings = dmarc.settings();
    var client = sender.client(authservId);
    var message = ParsedMessage.of(InputFile.message(file));
    try (var resolver = dns.open()) {
      var verification = Verification.of(message, client, settings, resolver, authservId);
      output.print(verification.json(), verification::print);
      return verification.isGood() ? 0 : 1;
    }
  }
}
