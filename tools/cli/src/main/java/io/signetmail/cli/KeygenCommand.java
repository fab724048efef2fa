package io.signetmail.cli;

import io.signetmail.auth.dkim.DkimKeyRecord;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.cli.text.Output;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `signet keygen`: a key pair; the private half into a file, the record to standard output.
@Command(
    name = "keygen",
    description =
        "Makes a DKIM key pair: writes the private key to a new file, prints the TXT record.",
    mixinStandardHelpOptions = true)
final class KeygenCommand implements Callable<Integer> {
  /// RFC 1035 §3.3: one string of a TXT record holds no more.
  private static final int STRING_LIMIT = 255;

  private static final List<Integer> RSA_BITS = List.of(2048, 3072, 4096);

  /// Which kind of key.
  enum Algorithm {
    rsa,
    ed25519
  }

  /// Where the private key goes: nowhere by default.
  static final class Destination {
    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "file for the private key, readable by you only; must not exist")
    private Optional<Path> file = Optional.empty();

    @Option(
        names = "--stdout",
        description = "print the private key too: only into a pipe to a safe place")
    private boolean printed;
  }

  @Mixin private final Output output = new Output();

  @Option(names = "--domain", required = true, description = "the signing domain")
  private String domain = "";

  @Option(names = "--selector", required = true, description = "the name of the key")
  private String selector = "";

  @Option(
      names = "--algorithm",
      defaultValue = "rsa",
      description = "rsa or ed25519 (default: ${DEFAULT-VALUE})")
  private Algorithm algorithm = Algorithm.rsa;

  @Option(
      names = "--bits",
      defaultValue = "2048",
      description = "size of an RSA key: 2048, 3072 or 4096 (default: ${DEFAULT-VALUE})")
  private int bits = 2048;

  @ArgGroup(multiplicity = "1")
  private Destination destination = new Destination();

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    var at =
        DomainName.parse(domain)
            .orElseThrow(() -> output.misuse("--domain: not a domain name: " + domain));
    var name =
        Selector.parse(selector)
            .flatMap(it -> it.keyName(at))
            .orElseThrow(() -> output.misuse("--selector: not a selector: " + selector));
    if (!RSA_BITS.contains(bits)) {
      throw output.misuse("--bits: 2048, 3072 or 4096, not " + bits);
    }
    var pair = generate();
    var document = new LinkedHashMap<String, Object>();
    var record = DkimKeyRecord.of(pair.getPublic()).toTxt();
    var line = name + ". 3600 IN TXT ( " + strings(record) + " )";
    document.put("name", name.toString());
    document.put("record", record);
    document.put("zoneLine", line);
    if (destination.file.isPresent()) {
      writePrivate(pem(pair), destination.file.get());
      document.put("keyFile", destination.file.get().toString());
    }
    if (destination.printed) {
      document.put("privateKey", pem(pair));
    }
    output.print(
        document,
        out -> {
          out.println(line);
          if (destination.printed) {
            out.print(pem(pair));
          }
        });
    return 0;
  }

  private KeyPair generate() throws GeneralSecurityException {
    return switch (algorithm) {
      case rsa -> {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits); // RFC 8301 §3.2
        yield generator.generateKeyPair();
      }
      case ed25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    };
  }

  private static String pem(KeyPair pair) {
    var base64 =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
  }

  /// The file has its permissions before it has the key.
  private static void writePrivate(String pem, Path file) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static String strings(String text) {
    var parts = new ArrayList<String>();
    for (int at = 0; at < text.length(); at += STRING_LIMIT) {
      parts.add('"' + text.substring(at, Math.min(text.length(), at + STRING_LIMIT)) + '"');
    }
    return String.join(" ", parts);
  }
}
