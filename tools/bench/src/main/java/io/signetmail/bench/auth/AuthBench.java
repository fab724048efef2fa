package io.signetmail.bench.auth;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Signing and verifying against what the hardware can do. Measured in a JVM of its own, because
/// the one that runs the command compiles for a quick start, not for speed.
@Command(
    name = "auth",
    mixinStandardHelpOptions = true,
    description =
        "DKIM signing and verifying as a share of the limit (one libcrypto RSA-2048 operation and"
            + " one SHA-256 pass, measured in turns with the work), SPF+DKIM+DMARC a second,"
            + " memory per message, the worst time hostile messages take. CPU time of one thread."
            + " About 3 minutes on a quiet machine.")
public final class AuthBench implements Callable<Integer> {
  @Option(names = "--json", description = "Print the rows as JSON.")
  private boolean json;

  @Option(
      names = "--rounds",
      description = "Pairs of limit and work in each comparison (default: ${DEFAULT-VALUE}).")
  private int rounds = 101;

  @Override
  public Integer call() throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AuthRounds.class.getName(),
                Integer.toString(rounds)));
    if (json) {
      command.add("--json");
    }
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
