package io.signetmail.bench.inbound;

import io.signetmail.bench.Row;
import io.signetmail.bench.Rows;
import io.signetmail.bench.load.KeptSessions;
import io.signetmail.bench.load.Load;
import io.signetmail.bench.load.Mail;
import io.signetmail.bench.load.Orderly;
import io.signetmail.bench.load.SmtpSource;
import io.signetmail.bench.load.TemporaryFolder;
import io.signetmail.bench.peer.PostfixPeer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./signet bench inbound`: what a verified mail costs, from the first octet to 250.
@Command(
    name = "inbound",
    mixinStandardHelpOptions = true,
    description =
        "Accepting and verifying mail of 10 KB: processor time of all processes a mail with 20 and"
            + " 200 sessions, and times from body to 250. Starts a system of its own, without and"
            + " with flush. About 10 minutes. Processor time can be read on a busy machine, times"
            + " cannot: look at the load average.")
public final class InboundBench implements Callable<Integer> {
  private static final Measurement.Limits WITHOUT_FLUSH =
      new Measurement.Limits(1.3, 5, 15, 10, 40);

  @Option(names = "--json", description = "Print the rows as JSON.")
  private boolean json;

  @Option(
      names = "--peers",
      description =
          "The same for Postfix+OpenDKIM+OpenDMARC and Postfix+Rspamd, which are installed from"
              + " Debian when this runs as root.")
  private boolean peers;

  @Option(
      names = "--without-flush-only",
      description = "Leave out the system that flushes each mail to the disk.")
  private boolean withoutFlushOnly;

  @Option(
      names = "--warm-up",
      paramLabel = "MAILS",
      description = "Mails before anything counts (default: ${DEFAULT-VALUE}).")
  private int warmUp = 40_000;

  @Option(
      names = "--mails",
      paramLabel = "MAILS",
      description = "Mails of a row about processor time (default: ${DEFAULT-VALUE}).")
  private int mails = 20_000;

  @Option(
      names = "--timed",
      paramLabel = "MAILS",
      description = "Mails of a row about times (default: ${DEFAULT-VALUE}).")
  private int timed = 5_000;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return Orderly.run(this::measure);
  }

  private int measure() throws IOException, InterruptedException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    var report = new Report(spec.commandLine().getErr());
    report.add(loadAverage("before"));
    try (var folder = TemporaryFolder.create()) {
      signet(false, folder, report);
      if (!withoutFlushOnly) {
        signet(true, folder, report);
      }
    }
    report.add(loadAverage("after"));
    spec.commandLine().getOut().print(Rows.print(report.rows(), json));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private void signet(boolean flush, TemporaryFolder folder, Report report)
      throws IOException, InterruptedException {
    report.progress("starting signet, %s", flush ? "flush" : "no flush");
    try (var system = SignetInbound.start(flush)) {
      var mail = HonestMail.signed(system.secrets());
      var limits = flush ? Measurement.Limits.NONE : WITHOUT_FLUSH;
      new Measurement(
              system,
              load(mail, folder),
              mail,
              new Measurement.Size(warmUp, mails, timed),
              limits,
              report)
          .run();
      if (peers && !flush) {
        var zone = system.zone();
        for (var kind : PostfixPeer.Kind.values()) {
          peer(kind, zone, load(mail, folder), mail, report);
        }
      }
    }
  }

  /// A peer needs no long warm-up: nothing of it is compiled while it runs.
  private void peer(PostfixPeer.Kind kind, String zone, Load load, Mail mail, Report report)
      throws InterruptedException {
    report.progress("starting %s", kind.label());
    try (var system = PostfixPeer.start(kind, zone)) {
      new Measurement(
              system,
              load,
              mail,
              new Measurement.Size(warmUp / 20, mails / 4, timed / 4),
              Measurement.Limits.NONE,
              report)
          .run();
    } catch (IOException e) {
      report.add(Row.missing(kind.label(), String.valueOf(e.getMessage())));
      report.progress("%s", e.toString());
    }
  }

  private static Load load(Mail mail, TemporaryFolder folder) throws IOException {
    var program = SmtpSource.find();
    return program.isPresent()
        ? SmtpSource.of(program.get(), folder.path(), mail)
        : KeptSessions.of(mail);
  }

  private static Row loadAverage(String when) {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    int processors = Runtime.getRuntime().availableProcessors();
    return Row.of("load average of the machine " + when, average, "of " + processors);
  }
}
