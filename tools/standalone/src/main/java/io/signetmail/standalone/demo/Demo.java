package io.signetmail.standalone.demo;

import io.signetmail.standalone.PortPlan;
import io.signetmail.standalone.SecretFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;

/// Runs every step on a system that is ready, whatever became of the one before.
final class Demo {
  private static final int PASSWORD_BYTES = 12;

  private final Screen screen;

  Demo(PrintStream out) {
    screen = new Screen(out);
  }

  /// True when every step did what it says.
  boolean run(PortPlan ports, SecretFiles secrets) throws InterruptedException {
    long start = System.nanoTime();
    var password = password();
    var steps =
        List.of(
            new ProvisionStep(password),
            new KeyStep(),
            new SubmitStep(password),
            new SpoofStep(),
            new HonestStep(),
            new ReportStep());
    int failed = 0;
    try {
      var stage = Stage.set(screen, ports, secrets);
      for (var step : steps) {
        failed += runs(step, stage) ? 0 : 1;
      }
    } catch (IOException e) {
      screen.fails("the demo cannot reach the system: " + e.getMessage());
      failed = steps.size();
    }
    screen.line(
        "%n%d of %d steps did what they say, in %.1f s."
            .formatted(steps.size() - failed, steps.size(), (System.nanoTime() - start) / 1e9));
    return failed == 0;
  }

  private boolean runs(Step step, Stage stage) throws InterruptedException {
    screen.title(step.title());
    try {
      step.run(stage);
      return true;
    } catch (StepFailed e) {
      screen.fails(String.valueOf(e.getMessage()));
    } catch (IOException | GeneralSecurityException e) {
      screen.fails(e.toString());
    }
    return false;
  }

  private static String password() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
