package io.signetmail.cli.keys;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `signet keys users`.
@Command(
    name = "users",
    description = "Lists, adds and removes SASL users.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class UsersCommand implements Runnable {
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

  @Command(name = "list", description = "Lists users, 1000 at most.")
  int list(
      @Option(
              names = "--domain",
              defaultValue = "",
              description = "only those who may send as this domain")
          String domain,
      @Option(names = "--after", defaultValue = "", description = "those after this name")
          String after) {
    var path =
        domain.isEmpty() ? "/v1/users" : "/v1/domains/" + KeyServiceApi.segment(domain) + "/users";
    var query = "?limit=1000&after=" + KeyServiceApi.segment(after);
    var answer = keys.connection().api().get(path + query);
    if (!keys.connection().printed(answer, out())) {
      var table = new Table("USER");
      answer.path("users").forEach(user -> table.add(user.asText()));
      table.print(out());
      if (answer.has("next")) {
        out().println("there are more: --after " + answer.path("next").asText());
        out().flush();
      }
    }
    return 0;
  }

  @Command(name = "add", description = "Adds a user, or sets a new password.")
  int add(
      @Parameters(paramLabel = "USER") String user,
      @Option(
              names = "--password-file",
              defaultValue = "",
              description = "file with the password; without one nobody can log in as a new user")
          String passwordFile)
      throws IOException {
    var password = passwordFile.isEmpty() ? "" : Files.readString(Path.of(passwordFile)).strip();
    var answer =
        keys.connection()
            .api()
            .put(
                "/v1/users/" + KeyServiceApi.segment(user),
                KeyServiceApi.object("password", password));
    if (!keys.connection().printed(answer, out())) {
      out().println(user + " is provisioned.");
      out().flush();
    }
    return 0;
  }

  @Command(name = "remove", description = "Removes a user with its grants and its own keys.")
  int remove(@Parameters(paramLabel = "USER") String user) {
    keys.connection().api().delete("/v1/users/" + KeyServiceApi.segment(user));
    out().println(user + " is removed.");
    out().flush();
    return 0;
  }
}
