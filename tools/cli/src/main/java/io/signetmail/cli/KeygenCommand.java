package io.signetmail.cli;

import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dns.DomainName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `signet keygen`: a key pair; the private half into a file, the record to standard output.
@Command(
    name = "keygen",
    description =
        "Makes a DKIM key pair: writes the private key to a new file, prints the TXT record.",
    mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
  /// RFC 1035 §3.3: one string of a TXT record holds no more.
  private static final int STRING_LIMIT = 255;

  private static final int RSA_BITS = 2048;

  /// Which kind of key.
  enum Algorithm {
    rsa,
    ed25519
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--domain", required = true, description = "the signing domain")
  private String domain = "";

  @Option(names = "--selector", required = true, description = "the name of the key")
  private String selector = "";

  @Option(
      names = "--algorithm",
      defaultValue = "rsa",
      description = "rsa (2048 bits) or ed25519 (default: ${DEFAULT-VALUE})")
  private Algorithm algorithm = Algorithm.rsa;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "file for the private key; must not exist")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    var name =
        DomainName.parse(domain)
            .orElseThrow(() -> new IllegalArgumentException("not a domain name: " + domain));
    var pair = generate();
    writePrivate(pair);
    spec.commandLine()
        .getOut()
        .printf(
            "%s._domainkey.%s. 3600 IN TXT ( %s )%n",
            Selector.of(selector), name, strings(DkimKeyRecord.of(pair.getPublic()).toTxt()));
    return 0;
  }

  private KeyPair generate() throws GeneralSecurityException {
    return switch (algorithm) {
      case rsa -> {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(RSA_BITS); // RFC 8301 §3.2
        yield generator.generateKeyPair();
      }
      case ed25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    };
  }

  private void writePrivate(KeyPair pair) throws IOException {
    var base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    var pem = "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
    Files.createFile(
        out, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(out, pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static String strings(String text) {
    var parts = new ArrayList<String>();
    for (int at = 0; at < text.length(); at += STRING_LIMIT) {
      parts.add('"' + text.substring(at, Math.min(text.length(), at + STRING_LIMIT)) + '"');
    }
    return String.join(" ", parts);
  }
}
