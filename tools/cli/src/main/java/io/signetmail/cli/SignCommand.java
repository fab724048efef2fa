package io.signetmail.cli;

import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signet sign`: a message file with a signature on top, to standard output.
@Command(
    name = "sign",
    description = "Writes a message with a DKIM signature (RFC 6376) on top to standard output.",
    mixinStandardHelpOptions = true)
final class SignCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--domain", required = true, description = "d=, the signing domain")
  private String domain = "";

  @Option(names = "--selector", required = true, description = "s=, the name of the key")
  private String selector = "";

  @Option(
      names = "--key",
      required = true,
      paramLabel = "PEM",
      description = "file with the private key")
  private Path key = Path.of("");

  @Parameters(paramLabel = "FILE", description = "the message; - for standard input")
  private Path file = Path.of("-");

  @Override
  public Integer call() throws IOException {
    var message = MessageFile.read(file);
    return switch (new DkimSigner(InstantSource.system())
        .sign(ParsedMessage.of(message), List.of(signingKey()), SigningOptions.DEFAULT)) {
      case SigningResult.Signed(var fields, _) -> {
        System.out.write(fields.getBytes(StandardCharsets.US_ASCII));
        System.out.write(message);
        System.out.flush();
        yield 0;
      }
      case SigningResult.Refused(var problem) -> {
        spec.commandLine().getErr().println("signet sign: not signed: " + problem.detail());
        yield 1;
      }
    };
  }

  private SigningKey signingKey() throws IOException {
    return PemKeys.signingKey(name(), Selector.of(selector), Files.readString(key))
        .orElseThrow(() ->
            new IllegalArgumentException(key + " holds no RSA or Ed25519 private key as PEM"));
  }

  private DomainName name() {
    return DomainName.parse(domain)
        .orElseThrow(() -> new IllegalArgumentException("--domain: not a domain name: " + domain));
  }
}
