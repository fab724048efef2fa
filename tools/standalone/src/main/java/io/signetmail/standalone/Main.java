package io.signetmail.standalone;

import io.signetmail.standalone.demo.DemoCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Entry point of the verbs that deal with a standalone system.
@Command(
    name = "signet",
    description = "The whole of Signet on this machine.",
    mixinStandardHelpOptions = true,
    subcommands = {
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      DemoCommand.class,
      TopicsCommand.class,
      SetupCommand.class,
      DemoWorldCommand.class
    })
public final class Main {
  /// What shells say of a program that ended on Ctrl-C.
  private static final int INTERRUPTED = 130;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Main())
            .setExecutionExceptionHandler((trouble, command, _) -> explain(trouble, command))
            .execute(arguments));
  }

  /// A sentence for people; a Ctrl-C is no trouble.
  private static int explain(Exception trouble, CommandLine command) {
    if (trouble instanceof InterruptedException) {
      return INTERRUPTED;
    }
    command.getErr().println("signet " + command.getCommandName() + ": " + trouble);
    return 1;
  }
}
