package io.signetmail.cli.keys;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signet keys`: DKIM keys; domains, users and grants are commands below it.
@Command(
    name = "keys",
    description = "Domains, users, grants and DKIM keys of a key-service.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {DomainsCommand.class, UsersCommand.class, GrantsCommand.class})
public final class KeysCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final Connection connection = new Connection();

  Connection connection() {
    return connection;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static String keys(String domain) {
    return "/v1/domains/" + KeyServiceApi.segment(domain) + "/keys";
  }

  private static String key(String domain, String selector) {
    return keys(domain) + "/" + KeyServiceApi.segment(selector);
  }

  @Command(name = "list", description = "Lists the keys of a domain.")
  int list(@Parameters(paramLabel = "DOMAIN") String domain) {
    var answer = connection.api().get(keys(domain) + "?limit=1000");
    if (!connection.printed(answer, out())) {
      var table = new Table("SELECTOR", "ALGORITHM", "STATE", "USER");
      answer.path("keys").forEach(k -> table.add(k, "selector", "algorithm", "state", "user"));
      table.print(out());
    }
    return 0;
  }

  @Command(name = "make", description = "Makes a key and prints the record to publish.")
  int make(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Option(
              names = "--algorithm",
              defaultValue = "rsa-2048",
              description = "rsa-2048, rsa-3072, rsa-4096 or ed25519 (default: ${DEFAULT-VALUE})")
          String algorithm,
      @Option(
              names = "--selector",
              defaultValue = "",
              description = "default: as the service's template says")
          String selector,
      @Option(names = "--user", defaultValue = "", description = "for this user alone")
          String user) {
    var body = KeyServiceApi.object("algorithm", algorithm, "selector", selector, "user", user);
    return made(connection.api().post(keys(domain), body));
  }

  @Command(name = "import", description = "Imports a private key and prints its record.")
  int importKey(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "FILE", description = "PEM file with the private key") Path file,
      @Option(names = "--selector", required = true, description = "the key's name")
          String selector,
      @Option(
              names = "--passphrase-file",
              defaultValue = "",
              description = "file with the passphrase of an encrypted key")
          String passphraseFile)
      throws IOException {
    var passphrase =
        passphraseFile.isEmpty() ? "" : Files.readString(Path.of(passphraseFile)).strip();
    var body =
        KeyServiceApi.object(
            "selector", selector, "privateKey", Files.readString(file), "passphrase", passphrase);
    return made(connection.api().post(keys(domain), body));
  }

  private int made(JsonNode answer) {
    if (!connection.printed(answer, out())) {
      out().println(answer.at("/record/zone").asText());
      out().println("The key signs when this record is published and \"check\" has seen it.");
      out().flush();
    }
    return 0;
  }

  @Command(name = "record", description = "Prints the record of a key.")
  int record(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "SELECTOR") String selector,
      @Option(
              names = "--form",
              defaultValue = "zone",
              description =
                  "zone, line, value, nsupdate, route53 or cloudflare (default: ${DEFAULT-VALUE})")
          String form) {
    out().print(connection.api().text(key(domain, selector) + "/record?form=" + form));
    out().flush();
    return 0;
  }

  @Command(
      name = "check",
      description = "Looks at the record of a key in DNS; a right one makes the key sign.")
  int check(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "SELECTOR") String selector) {
    var answer = connection.api().post(key(domain, selector) + "/check", "");
    if (!connection.printed(answer, out())) {
      answer
          .path("findings")
          .forEach(f ->
              out().printf("%s %s: %s%n", text(f, "severity"), text(f, "code"), text(f, "detail")));
      out()
          .println(
              (answer.path("ok").asBoolean() ? "The record is right" : "The record is not right")
                  + ", the key is "
                  + text(answer, "state")
                  + ".");
      out().flush();
    }
    return answer.path("ok").asBoolean() ? 0 : 1;
  }

  @Command(
      name = "rotate",
      description = "Begins a rotation: the next key takes over once its record is in DNS.")
  int rotate(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Option(names = "--algorithm", defaultValue = "", description = "default: as the old key")
          String algorithm,
      @Option(names = "--user", defaultValue = "", description = "the key of this user")
          String user) {
    var path = "/v1/domains/" + KeyServiceApi.segment(domain) + "/rotations";
    var body = KeyServiceApi.object("algorithm", algorithm, "user", user);
    var answer = connection.api().post(path, body);
    if (!connection.printed(answer, out())) {
      new Table("ROTATION", "SELECTOR", "STATE", "WAITS FOR")
          .add(answer, "id", "selector", "state", "waitingFor")
          .print(out());
    }
    return 0;
  }

  @Command(name = "rotations", description = "Lists the rotations of a domain, newest first.")
  int rotations(@Parameters(paramLabel = "DOMAIN") String domain) {
    var path = "/v1/domains/" + KeyServiceApi.segment(domain) + "/rotations";
    var answer = connection.api().get(path);
    if (!connection.printed(answer, out())) {
      var table = new Table("ROTATION", "SELECTOR", "STATE", "SINCE", "WAITS FOR");
      answer
          .path("rotations")
          .forEach(r -> table.add(r, "id", "selector", "state", "since", "waitingFor"));
      table.print(out());
    }
    return 0;
  }

  @Command(
      name = "move",
      description = "Moves a key by hand: activate, withdraw, retire or destroy.")
  int move(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Parameters(paramLabel = "SELECTOR") String selector,
      @Parameters(paramLabel = "HOW", description = "activate, withdraw, retire or destroy")
          String how) {
    var answer =
        connection.api().post(key(domain, selector) + "/" + KeyServiceApi.segment(how), "");
    if (!connection.printed(answer, out())) {
      out().printf("%s is %s.%n", text(answer, "selector"), text(answer, "state"));
      out().flush();
    }
    return 0;
  }

  @Command(
      name = "readiness",
      description = "Says what SPF, DKIM, DMARC and MX of a domain lack, and what to publish.")
  int readiness(@Parameters(paramLabel = "DOMAIN") String domain) {
    var path = "/v1/domains/" + KeyServiceApi.segment(domain) + "/readiness";
    var answer = connection.api().get(path);
    if (!connection.printed(answer, out())) {
      var table = new Table("PART", "SEVERITY", "CODE", "DETAIL");
      for (var part : new String[] {"spf", "dkim", "dmarc", "mx"}) {
        answer
            .path(part)
            .forEach(a -> table.add(part, text(a, "severity"), text(a, "code"), text(a, "detail")));
      }
      table.print(out());
      publish(answer);
    }
    return answer.path("ready").asBoolean() ? 0 : 1;
  }

  private void publish(JsonNode answer) {
    for (var part : new String[] {"spf", "dkim", "dmarc", "mx"}) {
      for (var advice : answer.path(part)) {
        var zone = advice.at("/publish/zone").asText();
        if (!zone.isEmpty()) {
          out().printf("%nto put %s right:%n%s%n", text(advice, "code"), zone);
        }
      }
    }
    out().flush();
  }

  @Command(
      name = "why",
      description = "Says which keys sign for a user and a sender domain, and why no other.")
  int why(
      @Parameters(paramLabel = "USER") String user,
      @Parameters(paramLabel = "DOMAIN") String domain) {
    var path =
        "/v1/signing-keys/explain?user="
            + KeyServiceApi.segment(user)
            + "&domain="
            + KeyServiceApi.segment(domain);
    var answer = connection.api().get(path);
    if (!connection.printed(answer, out())) {
      var table = new Table("DOMAIN", "KNOWN", "GRANTED", "KEYS");
      for (var step : answer.path("steps")) {
        var names = new StringBuilder();
        step.path("keys")
            .forEach(k ->
                names
                    .append(text(k, "selector"))
                    .append(" (")
                    .append(text(k, "state"))
                    .append(") "));
        table.add(
            text(step, "domain"),
            text(step, "provisioned"),
            text(step, "granted"),
            names.toString());
      }
      table.print(out());
      answer.path("signs").forEach(name -> out().println("signs: " + name.asText()));
      if (answer.has("reason")) {
        out().println("no private key is handed out: " + text(answer, "reason"));
      }
      out().flush();
    }
    return answer.path("signs").isEmpty() ? 1 : 0;
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
