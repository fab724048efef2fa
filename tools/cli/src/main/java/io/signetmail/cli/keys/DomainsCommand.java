package io.signetmail.cli.keys;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `signet keys domains`.
@Command(
    name = "domains",
    description = "Lists, adds, removes and restores domains.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class DomainsCommand implements Runnable {
  private static final String PATH = "/v1/domains";

  @ParentCommand
  @SuppressWarnings("NullAway.Init") // set by picocli
  private KeysCommand keys;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static String path(String domain) {
    return PATH + "/" + KeyServiceApi.segment(domain);
  }

  @Command(name = "list", description = "Lists domains, 1000 at most.")
  int list(
      @Option(names = "--contains", defaultValue = "", description = "a part of the name")
          String contains,
      @Option(names = "--removed", description = "those that can be restored") boolean removed,
      @Option(names = "--after", defaultValue = "", description = "those after this name")
          String after) {
    var query =
        "?limit=1000&removed=%s&contains=%s&after=%s"
            .formatted(removed, KeyServiceApi.segment(contains), KeyServiceApi.segment(after));
    var answer = keys.connection().api().get(PATH + query);
    if (!keys.connection().printed(answer, out())) {
      var table = new Table("DOMAIN", "CREATED", "KEY NEVER LEAVES", "DESTROYED AFTER");
      answer
          .path("domains")
          .forEach(d -> table.add(d, "domain", "createdAt", "keyNeverLeaves", "destroyedAfter"));
      table.print(out());
      if (answer.has("next")) {
        out().println("there are more: --after " + answer.path("next").asText());
        out().flush();
      }
    }
    return 0;
  }

  @Command(name = "add", description = "Adds a domain; one that is there stays as it is.")
  int add(@Parameters(paramLabel = "DOMAIN") String domain) {
    return done(keys.connection().api().put(path(domain), "{}"), domain + " is provisioned.");
  }

  @Command(name = "remove", description = "Removes a domain; for a while it can be restored.")
  int remove(@Parameters(paramLabel = "DOMAIN") String domain) {
    keys.connection().api().delete(path(domain));
    out().println(domain + " is removed; \"domains restore\" brings it back with its keys.");
    out().flush();
    return 0;
  }

  @Command(name = "restore", description = "Brings a removed domain back as it was.")
  int restore(@Parameters(paramLabel = "DOMAIN") String domain) {
    return done(keys.connection().api().post(path(domain) + "/restore", ""), domain + " is back.");
  }

  @Command(name = "set", description = "Changes the settings of a domain.")
  int set(
      @Parameters(paramLabel = "DOMAIN") String domain,
      @Option(
              names = "--key-never-leaves",
              required = true,
              arity = "1",
              description = "true: private keys sign inside key-service only")
          boolean keyNeverLeaves) {
    var body = KeyServiceApi.object("keyNeverLeaves", keyNeverLeaves);
    return done(
        keys.connection().api().put(path(domain) + "/settings", body),
        keyNeverLeaves ? "Its keys never leave now." : "Signers may fetch its keys now.");
  }

  private int done(com.fasterxml.jackson.databind.JsonNode answer, String sentence) {
    if (!keys.connection().printed(answer, out())) {
      out().println(sentence);
      out().flush();
    }
    return 0;
  }
}
