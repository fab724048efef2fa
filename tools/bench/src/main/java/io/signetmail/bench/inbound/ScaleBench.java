package io.signetmail.bench.inbound;

import io.signetmail.bench.Row;
import io.signetmail.bench.Rows;
import io.signetmail.bench.load.KeptSessions;
import io.signetmail.bench.load.Mail;
import io.signetmail.bench.load.Orderly;
import io.signetmail.testkit.DnsFault;
import io.signetmail.testkit.DnsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `./signet bench scale`: whether more verifiers verify more, when DNS is what they wait for.
@Command(
    name = "scale",
    mixinStandardHelpOptions = true,
    description =
        "Mails a second with 1, 2 and 4 verifiers of 16 messages at a time each, when every DNS"
            + " answer takes 50 ms and no cache has it.")
public final class ScaleBench implements Callable<Integer> {
  private static final int IN_EACH = 16;
  private static final int SESSIONS = 160;
  private static final Duration DNS_TIME = Duration.ofMillis(50);

  /// A new process is slow until it is compiled, and on few cores the compilers of many are in each
  /// other's way: the measurement begins when two steps have given nearly the same.
  private static final Duration STEP = Duration.ofSeconds(10);

  private static final double SETTLED = 0.03;
  private static final int MOST_STEPS = 18;

  /// Every name below has an SPF record that takes a second question, and no DMARC record of its
  /// own, which the walk from the sender's domain up to the author's finds out: three answers are
  /// waited for, one after the other.
  private static final String ZONE =
      """
      *.far.test TXT "v=spf1 a:%{d}.hosts.test -all"
      *.hosts.test A 127.0.0.1
      _dmarc.far.test TXT "v=DMARC1; p=reject"
      """;

  @Option(names = "--json", description = "Print the rows as JSON.")
  private boolean json;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Length of each measurement (default: ${DEFAULT-VALUE}).")
  private int seconds = 20;

  @Option(
      names = "--verifiers",
      paramLabel = "N,...",
      split = ",",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private List<Integer> verifiers = List.of(1, 2, 4);

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    return Orderly.run(this::measure);
  }

  private int measure() throws IOException, InterruptedException {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    var rows = new ArrayList<Row>();
    var sender = new AtomicInteger();
    double one = Double.NaN;
    for (int count : verifiers) {
      double rate = rate(count, sender);
      one = count == 1 ? rate : one;
      spec.commandLine().getErr().printf("%d verifiers: %.0f mails/s%n", count, rate);
      rows.add(Row.of("verifiers %d, mails".formatted(count), rate, "/s"));
      if (count > 1 && !Double.isNaN(one)) {
        var name = "verifiers %d against 1".formatted(count);
        rows.add(Row.atLeast(name, rate / one, "x", count * 0.875));
      }
    }
    spec.commandLine().getOut().print(Rows.print(rows, json));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private double rate(int count, AtomicInteger sender) throws IOException, InterruptedException {
    try (var dns = DnsServer.start(ZONE)) {
      dns.faultForAll(new DnsFault.Delay(DNS_TIME));
      try (var system = SignetInbound.scaled(count, IN_EACH, dns.address())) {
        settle(system, sender);
        return mails(system, Duration.ofSeconds(seconds), sender);
      }
    }
  }

  private void settle(SignetInbound system, AtomicInteger sender)
      throws IOException, InterruptedException {
    double before = 0;
    for (int step = 0; step < MOST_STEPS; step++) {
      double now = mails(system, STEP, sender);
      spec.commandLine().getErr().printf("  warming up: %.0f mails/s%n", now);
      if (Math.abs(now - before) < SETTLED * now) {
        return;
      }
      before = now;
    }
  }

  private static double mails(SignetInbound system, Duration length, AtomicInteger sender)
      throws IOException, InterruptedException {
    return KeptSessions.of(mail()).ratePerSecond(system.server(), SESSIONS, length, sender);
  }

  private static Mail mail() {
    var text =
        """
        From: a@far.test
        To: b@signet.example
        Subject: far away

        %s
        """
            .formatted("all work and no play ".repeat(40))
            .replace("\n", "\r\n");
    return new Mail("client.far.test", "a@far.test", "b@signet.example", text);
  }
}
