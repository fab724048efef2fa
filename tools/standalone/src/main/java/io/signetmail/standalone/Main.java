package io.signetmail.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Entry point of the verbs that deal with a standalone system.
@Command(
    name = "signet",
    description = "The whole of Signet on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, TopicsCommand.class})
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }
}
