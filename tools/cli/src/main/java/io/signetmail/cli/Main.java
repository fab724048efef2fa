package io.signetmail.cli;

import io.signetmail.cli.keys.KeysCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Entry point of the verbs.
@Command(
    name = "signet",
    description = "Mail authentication at a terminal.",
    mixinStandardHelpOptions = true,
    subcommands = {
      VerifyCommand.class,
      SignCommand.class,
      SpfCommand.class,
      DmarcCommand.class,
      KeygenCommand.class,
      KeysCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /// Trouble with a file or an argument is a sentence, not a stack trace.
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((trouble, command, _) -> {
          command
              .getErr()
              .println("signet " + command.getCommandName() + ": " + trouble.getMessage());
          return 1;
        });
  }
}
