package io.signetmail.cli;

import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.spf.ReversePath;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The SMTP client a message came from.
final class SpfOptions {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec verb;

  @Option(names = "--ip", paramLabel = "ADDRESS", description = "IP address of the client")
  private Optional<String> ip = Optional.empty();

  @Option(
      names = {"--mail-from", "--from"},
      paramLabel = "ADDRESS",
      description = "MAIL FROM, an address or a domain; \"<>\" for the null path (default)")
  private String from = "<>";

  @Option(
      names = "--helo",
      paramLabel = "NAME",
      description = "what the client said in HELO or EHLO (default: the domain of --mail-from)")
  private Optional<String> helo = Optional.empty();

  /// The client; empty without `--ip`. `receiver` is our own name.
  Optional<SmtpClient> client(String receiver) {
    return ip.map(text -> {
      var address =
          IpLiteral.parse(text).orElseThrow(() -> misuse("--ip: not an IP address: " + text));
      var path = ReversePath.parse(from);
      var domain = path instanceof ReversePath.Mailbox mailbox ? mailbox.domain() : "unknown";
      return new SmtpClient(address, helo.orElse(domain), path, receiver);
    });
  }

  /// Whether there is a HELO name of its own to check.
  boolean hasHelo() {
    return helo.isPresent();
  }

  SmtpClient required(String receiver) {
    return client(receiver).orElseThrow(() -> misuse("--ip is needed: the client's address"));
  }

  private ParameterException misuse(String sentence) {
    return new ParameterException(verb.commandLine(), sentence);
  }
}
