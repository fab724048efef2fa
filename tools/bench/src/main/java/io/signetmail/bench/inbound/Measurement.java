package io.signetmail.bench.inbound;

import io.signetmail.bench.Latencies;
import io.signetmail.bench.Row;
import io.signetmail.bench.load.CpuTimes;
import io.signetmail.bench.load.KeptSessions;
import io.signetmail.bench.load.Load;
import io.signetmail.bench.load.Mail;
import io.signetmail.bench.load.MailSystem;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/// Measures one mail system: warm-up, processor time a mail with 20 and 200 sessions, times from
/// body to 250.
final class Measurement {
  private static final int FEW = 20;
  private static final int MANY = 200;
  private static final int ROUNDS = 5;

  /// Warm is a Java program whose compilers take no more than this share of its processor time.
  private static final double WARM = 0.05;

  /// On a busy machine compiling goes on for long; the rows say how much of it there still was.
  private static final int MOST_ROUNDS = 15;

  private final MailSystem system;
  private final Load load;
  private final Mail mail;
  private final Size size;
  private final Limits limits;
  private final Report report;

  /// How much is sent.
  ///
  /// @param warmUp mails before anything counts
  /// @param messages mails of a row about processor time
  /// @param timed mails of a row about times
  record Size(int warmUp, int messages, int timed) {}

  /// What a system should keep to; NaN where it is only compared.
  record Limits(double cpu, double aloneP50, double aloneP99, double halfP50, double halfP99) {
    static final Limits NONE =
        new Limits(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
  }

  Measurement(MailSystem system, Load load, Mail mail, Size size, Limits limits, Report report) {
    this.system = system;
    this.load = load;
    this.mail = mail;
    this.size = size;
    this.limits = limits;
    this.report = report;
  }

  void run() throws IOException, InterruptedException {
    system.prove(mail);
    system.settle(1);
    warmUp();
    double rate = throughput(FEW, limits.cpu());
    var _ = throughput(MANY, Double.NaN);
    var client = KeptSessions.of(mail);
    times(
        "one at a time",
        client.oneAtATime(system.server(), size.timed()),
        limits.aloneP50(),
        limits.aloneP99());
    times(
        "half load (%.0f/s)".formatted(rate / 2),
        client.atRate(system.server(), MANY, rate / 2, size.timed()),
        limits.halfP50(),
        limits.halfP99());
  }

  private void warmUp() throws IOException, InterruptedException {
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      var cpu = cpu(FEW, Math.max(FEW, size.warmUp() / ROUNDS));
      report.progress(
          "  %s: warm-up, %d mails, %.2f ms/mail, of it compiling %.2f",
          system.name(), cpu.sent().messages(), cpu.total(), cpu.compiling());
      if (round >= ROUNDS && cpu.compiling() <= WARM * cpu.total()) {
        return;
      }
    }
  }

  private record Cpu(Load.Sent sent, Map<String, Double> parts, double compiling, double dns) {
    double total() {
      return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  private Cpu cpu(int sessions, int messages) throws IOException, InterruptedException {
    var parts = system.parts();
    double dns = CpuTimes.alone(system.dnsServer());
    var before = CpuTimes.now(parts);
    double compilers = CpuTimes.compilers(parts.values());
    var sent = load.send(system.server(), sessions, messages);
    system.settle(messages);
    var each = CpuTimes.now(parts).millisEach(before, messages);
    double dnsEach = (CpuTimes.alone(system.dnsServer()) - dns) * 1_000 / messages;
    double compiling = (CpuTimes.compilers(parts.values()) - compilers) * 1_000 / messages;
    return new Cpu(sent, new TreeMap<>(each), Math.max(0, compiling), dnsEach);
  }

  private double throughput(int sessions, double limit) throws IOException, InterruptedException {
    var cpu = cpu(sessions, size.messages());
    var what = "%s: %d sessions".formatted(system.name(), sessions);
    report.add(atMost(what + ", CPU", cpu.total(), "ms/mail", limit));
    cpu.parts()
        .forEach((part, millis) -> report.add(Row.of(what + ", of it " + part, millis, "ms/mail")));
    report.add(Row.of(what + ", of it compiling Java", cpu.compiling(), "ms/mail"));
    report.add(Row.of(what + ", mails", cpu.sent().perSecond(), "/s"));
    report.add(Row.of(what + ", apart: " + load.name(), cpu.sent().cpuMillis(), "ms/mail"));
    report.add(Row.of(what + ", apart: DNS server", cpu.dns(), "ms/mail"));
    return cpu.sent().perSecond();
  }

  private void times(String how, Latencies times, double p50, double p99)
      throws IOException, InterruptedException {
    system.settle(times.count());
    var what = "%s: %s, body to 250".formatted(system.name(), how);
    report.add(atMost(what + ", p50", times.quantile(0.5), "ms", p50));
    report.add(atMost(what + ", p99", times.quantile(0.99), "ms", p99));
  }

  private static Row atMost(String name, double value, String unit, double limit) {
    return Double.isNaN(limit) ? Row.of(name, value, unit) : Row.atMost(name, value, unit, limit);
  }
}
