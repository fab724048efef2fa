package io.signetmail.cli.policy;

import io.signetmail.policy.BadPolicy;
import io.signetmail.policy.PolicyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `signet policy check`: says what is wrong with a file, by line and key.
@Command(
    name = "check",
    description = "Says what is wrong with a policy file; exit code 1 when something is.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "YAML or JSON")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    var out = spec.commandLine().getOut();
    try {
      var policy = PolicyReader.read(file.toString(), Files.readAllBytes(file));
      out.println(
          "policy "
              + policy.version()
              + ": "
              + policy.domains().size()
              + " domains with rules of their own, "
              + policy.trusted().size()
              + " trusted entries; otherwise "
              + policy.otherwise());
      return 0;
    } catch (BadPolicy e) {
      spec.commandLine().getErr().println(e.getMessage());
      return 1;
    }
  }
}
