package io.signetmail.bench.crosscheck;

import io.signetmail.auth.dkim.Canonicalization;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.pem.PemKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs or verifies every message of a directory.
///
/// The end of a file's name says how to sign it: `….relaxed-simple.eml` is header relaxed, body
/// simple.
@Command(
    name = "batch",
    hidden = true,
    mixinStandardHelpOptions = true,
    description = "Signs or verifies a directory of messages; for tools/acceptance/crosscheck.py.")
public final class Batch {

  /// Writes each message with our signature on top; exit 1 when one is refused.
  @Command(name = "sign")
  int sign(
      @Option(names = "--domain", required = true) String domain,
      @Option(names = "--selector", required = true) String selector,
      @Option(names = "--key", required = true) Path pem,
      @Parameters(index = "0") Path from,
      @Parameters(index = "1") Path to)
      throws IOException {
    var key =
        PemKeys.signingKey(DomainName.of(domain), Selector.of(selector), Files.readString(pem))
            .orElseThrow();
    Files.createDirectories(to);
    var refused = 0;
    for (var file : messages(from)) {
      var message = Files.readAllBytes(file);
      switch (sign(message, key, file)) {
        case SigningResult.Signed(var fields, _) -> {
          try (var out = Files.newOutputStream(to.resolve(file.getFileName()))) {
            out.write(fields.getBytes(StandardCharsets.US_ASCII));
            out.write(message);
          }
        }
        case SigningResult.Refused(var problem) -> {
          refused++;
          System.err.println(file.getFileName() + ": " + problem.detail());
        }
      }
    }
    return refused == 0 ? 0 : 1;
  }

  /// Prints one line for each message: its name, a tab, the result of its newest signature.
  @Command(name = "verify")
  int verify(
      @Option(names = "--zone", required = true) Path zone, @Parameters(index = "0") Path from)
      throws IOException {
    var dns = ZoneDns.parse(Files.readString(zone));
    var verifier = new DkimVerifier(dns, DkimLimits.DEFAULT, InstantSource.system());
    for (var file : messages(from)) {
      var results = verifier.verify(ParsedMessage.of(Files.readAllBytes(file)));
      System.out.println(file.getFileName() + "\t" + shown(results));
    }
    return 0;
  }

  private static SigningResult sign(byte[] message, SigningKey key, Path file) {
    var modes = file.getFileName().toString().split("\\.", -1);
    var mode = modes[modes.length - 2].split("-", 2);
    var options =
        SigningOptions.DEFAULT.withCanonicalization(
            canonicalization(mode[0]), canonicalization(mode[1]));
    return new DkimSigner(InstantSource.system())
        .sign(ParsedMessage.of(message), List.of(key), options);
  }

  private static Canonicalization canonicalization(String name) {
    return Canonicalization.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static String shown(List<DkimResult> results) {
    if (results.isEmpty()) {
      return "none";
    }
    var newest = results.getFirst();
    return newest.passed() ? "pass" : newest.keyword() + " " + newest;
  }

  private static List<Path> messages(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".eml")).sorted().toList();
    }
  }
}
