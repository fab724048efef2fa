package io.signetmail.bench.auth;

import com.sun.management.ThreadMXBean;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bench.Row;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Memory per message: the message itself and every byte that is allocated while it is worked on,
/// as a multiple of its size. An upper bound: most of it is garbage before the work is done.
final class Footprint {
  private static final int TIMES = 200;
  private static final double TARGET = 2;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Footprint() {}

  static List<Row> rows(Samples samples, DnsClient dns) throws Exception {
    var signer = new DkimSigner(InstantSource.system());
    var authenticator =
        new MessageAuthenticator(dns, AuthenticatorSettings.defaults(), InstantSource.system());
    var rows = new ArrayList<Row>();
    for (int kilobytes : new int[] {2, 20, 200, 5 << 10}) {
      var message = Samples.message(kilobytes << 10);
      var signed = samples.signed(message, samples.rsaKey());
      var key = List.of(samples.rsaKey());
      double signing =
          allocated(
              () -> Kept.keep(signer.sign(ParsedMessage.of(message), key, SigningOptions.DEFAULT)));
      double verifying =
          allocated(() ->
              Kept.keep(authenticator.authenticate(ParsedMessage.of(signed), Samples.CLIENT)));
      rows.add(row("memory: sign " + kilobytes + " KB", message.length, signing));
      rows.add(row("memory: authenticate " + kilobytes + " KB", signed.length, verifying));
    }
    return rows;
  }

  /// Small messages have no target: what any message costs is most of it.
  private static Row row(String name, int size, double allocated) {
    return size < 100_000
        ? Row.of(name + ", allocated", allocated / 1024, "KB")
        : Row.atMost(name + ", with itself", (size + allocated) / size, "x size", TARGET);
  }

  private static double allocated(Paired.Work work) throws Exception {
    work.run();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < TIMES; i++) {
      work.run();
    }
    return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / TIMES;
  }
}
