package io.signetmail.bench;

import io.signetmail.bench.auth.AuthBench;
import io.signetmail.bench.consume.ConsumeBench;
import io.signetmail.bench.crosscheck.Batch;
import io.signetmail.bench.inbound.InboundBench;
import io.signetmail.bench.inbound.ScaleBench;
import io.signetmail.bench.keys.KeysBench;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./signet bench`: lists the measurements, or runs one.
@Command(
    name = "signet bench",
    mixinStandardHelpOptions = true,
    description = "Measures, and prints rows of name, value, unit, target, met.",
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      AuthBench.class,
      Batch.class,
      ConsumeBench.class,
      InboundBench.class,
      KeysBench.class,
      OnceCheck.class,
      ScaleBench.class
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
