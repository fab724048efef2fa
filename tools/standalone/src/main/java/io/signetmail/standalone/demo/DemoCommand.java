package io.signetmail.standalone.demo;

import io.signetmail.standalone.DownCommand;
import io.signetmail.standalone.Foreground;
import io.signetmail.standalone.Options;
import io.signetmail.standalone.Port;
import io.signetmail.standalone.PortPlan;
import io.signetmail.standalone.RunFile;
import io.signetmail.standalone.SecretFiles;
import io.signetmail.standalone.SystemOptions;
import io.signetmail.standalone.UpCommand;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `signet demo`: shows what Signet does, on the running system or on one of its own.
@Command(
    name = "demo",
    description = "Shows what Signet does, step by step.",
    mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Mixin private final SystemOptions system = new SystemOptions();

  @Option(
      names = "--exit",
      description = "stop everything afterwards; exit non-zero if a step did not do what it says")
  private boolean exit;

  @Option(
      names = "--at",
      paramLabel = "NAME=HOST:PORT",
      description =
          "use a system that runs elsewhere, for instance keys=key-service:8105; what is not named"
              + " is expected on its usual port here; may be repeated")
  private Map<String, String> addresses = Map.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var options = system.options();
    if (!addresses.isEmpty()) {
      return show(elsewhere(), options) ? 0 : 1;
    }
    var running = RunFile.ofLiving(options.data());
    return running.isPresent() ? onRunning(running.get(), options) : onOwn(options);
  }

  private int onRunning(RunFile run, Options options) throws IOException, InterruptedException {
    if (!run.ready()) {
      System.out.println(
          "signet: a system is starting on %s; try again when it is ready"
              .formatted(options.data().root()));
      return 1;
    }
    System.out.printf("On the running system (process %d).%n", run.pid());
    boolean good = show(run.ports(), options);
    if (exit) {
      var stopped = DownCommand.stop(options.data());
      System.out.println(
          stopped.equals(Optional.of(true)) ? "the system is stopped" : "it did not stop");
      good &= stopped.equals(Optional.of(true));
    }
    return good ? 0 : 1;
  }

  private int onOwn(Options options) throws InterruptedException {
    var own = Foreground.start(options, System.out);
    if (own.isEmpty()) {
      return 1;
    }
    boolean good = show(own.get().run().ports(), options);
    if (!exit) {
      System.out.println("The system stays up; Ctrl-C stops it.");
      UpCommand.forever();
    }
    own.get().stop();
    return good ? 0 : 1;
  }

  private PortPlan elsewhere() {
    var known = new EnumMap<Port, String>(Port.class);
    addresses.forEach((label, address) -> {
      var port = Port.labelled(label).orElseThrow(() -> bad("no port is called " + label));
      known.put(port, address);
    });
    try {
      return PortPlan.at(known);
    } catch (IllegalArgumentException e) {
      throw bad("--at wants NAME=HOST:PORT: " + e.getMessage());
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private static boolean show(PortPlan ports, Options options) throws InterruptedException {
    return new Demo(System.out).run(ports, SecretFiles.of(options.data()));
  }
}
