package io.signetmail.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// Which key-service a command talks to, as whom, and how it prints.
final class Connection {
  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      paramLabel = "URL",
      defaultValue = "${env:SIGNET_KEYS_URL:-http://127.0.0.1:8105}",
      description = "address of key-service (default: SIGNET_KEYS_URL, or http://127.0.0.1:8105)")
  private URI url = URI.create("http://127.0.0.1:8105");

  @Option(
      names = "--token-file",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description =
          "file with the bearer token (default: SIGNET_TOKEN_FILE, the token in SIGNET_TOKEN, or that"
              + " of ./signet up)")
  private Optional<Path> tokenFile = Optional.empty();

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "print the answer of key-service as it came")
  private boolean json;

  boolean json() {
    return json;
  }

  KeyServiceApi api() {
    return new KeyServiceApi(url, token());
  }

  private String token() {
    var file =
        tokenFile
            .or(() -> environment("SIGNET_TOKEN_FILE").map(Path::of))
            .or(() -> environment("SIGNET_TOKEN").isPresent() ? Optional.empty() : ofDemo());
    if (file.isEmpty()) {
      return environment("SIGNET_TOKEN")
          .orElseThrow(() -> new Refused("no token: give --token-file or set SIGNET_TOKEN"));
    }
    try {
      return Files.readString(file.get()).strip();
    } catch (IOException _) {
      throw new Refused("the token cannot be read from " + file.get());
    }
  }

  /// Where `./signet up` keeps the admin token.
  private static Optional<Path> ofDemo() {
    var home = Optional.ofNullable(System.getProperty("signet.home"));
    return home.map(directory -> Path.of(directory, ".signet", "secrets", "admin.token"))
        .filter(Files::isReadable);
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isBlank());
  }

  /// Prints the answer as it came, if that is wanted.
  boolean printed(com.fasterxml.jackson.databind.JsonNode answer, PrintWriter out) {
    if (json) {
      out.println(answer.toPrettyString());
      out.flush();
    }
    return json;
  }
}
