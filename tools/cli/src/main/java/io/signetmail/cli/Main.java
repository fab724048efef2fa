package io.signetmail.cli;

import io.signetmail.cli.conformance.ConformanceCommand;
import io.signetmail.cli.keys.KeysCommand;
import io.signetmail.cli.policy.PolicyCommand;
import io.signetmail.cli.text.Plain;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
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
      DkimKeyCommand.class,
      DmarcCommand.class,
      ReportCommand.class,
      KeygenCommand.class,
      ConformanceCommand.class,
      PolicyCommand.class,
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
        .setParameterExceptionHandler((trouble, _) -> {
          var command = trouble.getCommandLine();
          complain(command, String.valueOf(trouble.getMessage()));
          command.getErr().println("\"./signet help " + command.getCommandName() + "\" explains.");
          return 2;
        })
        .setExecutionExceptionHandler((trouble, command, _) -> {
          complain(command, sentence(trouble));
          return 1;
        });
  }

  private static void complain(CommandLine command, String sentence) {
    command.getErr().println("signet " + command.getCommandName() + ": " + Plain.line(sentence));
  }

  private static String sentence(Exception trouble) {
    return switch (trouble) {
      case NoSuchFileException e -> e.getFile() + ": there is no such file";
      case AccessDeniedException e -> e.getFile() + ": you may not read or write it";
      case FileAlreadyExistsException e ->
          e.getFile() + " exists already and is left as it is: choose another name";
      default ->
          trouble.getMessage() == null ? trouble.getClass().getSimpleName() : trouble.getMessage();
    };
  }
}
