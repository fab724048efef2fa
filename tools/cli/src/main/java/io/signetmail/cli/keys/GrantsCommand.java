package io.signetmail.cli.keys;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `signet keys grants`.
@Command(
    name = "grants",
    description = "Lists, adds and removes what a user may send as.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class GrantsCommand implements Runnable {
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

  private static String path(String user) {
    return "/v1/users/" + KeyServiceApi.segment(user) + "/grants";
  }

  @Command(name = "list", description = "Lists the domains a user may send as.")
  int list(@Parameters(paramLabel = "USER") String user) {
    var answer = keys.connection().api().get(path(user));
    if (!keys.connection().printed(answer, out())) {
      var table = new Table("DOMAIN");
      answer.path("domains").forEach(domain -> table.add(domain.asText()));
      table.print(out());
    }
    return 0;
  }

  @Command(name = "add", description = "Lets a user send as a domain.")
  int add(
      @Parameters(paramLabel = "USER") String user,
      @Parameters(paramLabel = "DOMAIN") String domain) {
    var answer =
        keys.connection().api().put(path(user) + "/" + KeyServiceApi.segment(domain), "{}");
    if (!keys.connection().printed(answer, out())) {
      out().println(user + " may send as " + domain + ".");
      out().flush();
    }
    return 0;
  }

  @Command(name = "remove", description = "Takes it away again.")
  int remove(
      @Parameters(paramLabel = "USER") String user,
      @Parameters(paramLabel = "DOMAIN") String domain) {
    keys.connection().api().delete(path(user) + "/" + KeyServiceApi.segment(domain));
    out().println(user + " may no longer send as " + domain + ".");
    out().flush();
    return 0;
  }
}
