package io.signetmail.cli;

import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SignatureIdentity;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import io.signetmail.cli.text.Output;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signet sign`: a message file with a signature on top, to standard output.
@Command(
    name = "sign",
    description =
        "Writes a message with a DKIM signature (RFC 6376) on top to standard output. With two keys,"
            + " an RSA and an Ed25519 one, it gets both signatures (RFC 8463).",
    mixinStandardHelpOptions = true)
final class SignCommand implements Callable<Integer> {
  private static final int MAX_KEY_BYTES = 64 << 10;

  @Mixin private final Output output = new Output();

  @Option(names = "--domain", required = true, description = "d=, the signing domain")
  private String domain = "";

  @Option(
      names = "--selector",
      required = true,
      paramLabel = "NAME",
      description = "s=, the name of the key; once for each --key, in the same order")
  private List<String> selectors = List.of();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "PEM",
      description = "file with the private key; again for a second signature")
  private List<Path> keys = List.of();

  @Option(
      names = "--canonicalization",
      paramLabel = "HEADER/BODY",
      defaultValue = "relaxed/relaxed",
      description = "c=, simple or relaxed for each (default: ${DEFAULT-VALUE})")
  private String canonicalization = "relaxed/relaxed";

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      defaultValue = "14d",
      description = "x= as time from now: 90s, 30m, 12h, 14d, or never (default: ${DEFAULT-VALUE})")
  private String expires = "14d";

  @Parameters(paramLabel = "FILE", description = "the message; - for standard input")
  private Path file = Path.of("-");

  @Override
  public Integer call() throws IOException {
    var options = modes(SigningOptions.DEFAULT).withValidity(validity());
    var signingKeys = signingKeys();
    var message = InputFile.message(file);
    return switch (new DkimSigner(InstantSource.system())
        .sign(ParsedMessage.of(message), signingKeys, options)) {
      case SigningResult.Signed(var fields, var signatures) -> {
        write(fields, signatures, message);
        yield 0;
      }
      case SigningResult.Refused(var problem) -> {
        output.warn(file + ": not signed: " + problem.detail());
        yield 1;
      }
    };
  }

  /// As JSON the fields alone: a message has bytes that no JSON text can hold.
  private void write(String fields, List<SignatureIdentity> signatures, byte[] message)
      throws IOException {
    if (output.isJson()) {
      var algorithms = signatures.stream().map(one -> one.algorithm().orElse("")).toList();
      output.print(Map.of("headerFields", fields, "algorithms", algorithms), _ -> {});
      return;
    }
    System.out.write(fields.getBytes(StandardCharsets.US_ASCII));
    System.out.write(message);
    System.out.flush();
  }

  private SigningOptions modes(SigningOptions options) {
    var modes = canonicalization.split("/", -1);
    if (modes.length != 2) {
      throw output.misuse(
          "--canonicalization: two words with a / between, not " + canonicalization);
    }
    return options.withCanonicalization(mode(modes[0]), mode(modes[1]));
  }

  private Canonicalization mode(String word) {
    return Arrays.stream(Canonicalization.values())
        .filter(mode -> mode.tag().equals(word))
        .findFirst()
        .orElseThrow(
            () -> output.misuse("--canonicalization: simple or relaxed, not '" + word + "'"));
  }

  private @Nullable Duration validity() {
    if (expires.equals("never")) {
      return null;
    }
    return ShortDuration.parse(expires)
        .orElseThrow(() -> output.misuse("--expires: 90s, 30m, 12h, 14d or never, not " + expires));
  }

  private List<SigningKey> signingKeys() throws IOException {
    if (keys.size() != selectors.size()) {
      throw output.misuse("give one --selector for each --key");
    }
    var signing = new ArrayList<SigningKey>();
    for (var i = 0; i < keys.size(); i++) {
      signing.add(signingKey(keys.get(i), selectors.get(i)));
    }
    return signing;
  }

  private SigningKey signingKey(Path pem, String selector) throws IOException {
    var name =
        Selector.parse(selector)
            .orElseThrow(() -> output.misuse("--selector: not a selector: " + selector));
    var text = new String(InputFile.read(pem, MAX_KEY_BYTES), StandardCharsets.US_ASCII);
    Optional<SigningKey> key = PemKeys.signingKey(name(), name, text);
    return key.orElseThrow(
        () -> new IOException(pem + " holds no RSA or Ed25519 private key as PEM"));
  }

  private DomainName name() {
    return DomainName.parse(domain)
        .orElseThrow(() -> output.misuse("--domain: not a domain name: " + domain));
  }
}
