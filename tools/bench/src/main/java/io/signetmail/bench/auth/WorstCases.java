package io.signetmail.bench.auth;

import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.report.ReportLimits;
import io.signetmail.auth.report.ReportReader;
import io.signetmail.auth.report.ReportSink;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.bench.Row;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// CPU time the engine spends on one hostile message, the longest of three after one to warm up.
final class WorstCases {
  private static final int TIMES = 3;
  private static final ReversePath SENDER = ReversePath.parse("joe@shop.example");

  private final HostileMail mail;
  private final MessageAuthenticator authenticator;
  private final List<Row> rows = new ArrayList<>();

  WorstCases(Samples samples) throws Exception {
    mail = new HostileMail(samples);
    authenticator =
        new MessageAuthenticator(
            ZoneDns.parse(mail.zone()), AuthenticatorSettings.defaults(), InstantSource.system());
  }

  List<Row> rows() throws Exception {
    message("100,000 header fields", HostileMail::manyFields, SENDER);
    message("a header line of 10 MiB", HostileMail::longLine, SENDER);
    message("2,000,000 nested comments in From", HostileMail::deepComments, SENDER);
    message("10,000 signatures", HostileMail::manySignatures, SENDER);
    message("h= of 100,000 names", HostileMail::manyNames, SENDER);
    message("4,990 unreadable Authentication-Results", HostileMail::forgedResults, SENDER);
    message("25 MiB of blanks", () -> HostileMail.blankBody(" \t"), SENDER);
    message("25 MiB of line ends", () -> HostileMail.blankBody("\r\n"), SENDER);
    message("10 l= on 25 MiB, 8192-bit key", HostileMail::tenBodies, SENDER);
    message("valid ARC chain of 50 over 2 MiB of header", mail::longChain, SENDER);
    var plain = (Supplier<byte[]>) HostileMail::plain;
    message("SPF that includes itself", plain, ReversePath.parse("a@loop.example"));
    message("SPF records of 64 KB", plain, ReversePath.parse("a@long.example"));
    var longSender = "l+".repeat(32_000) + "@macro.example";
    message("SPF macros of 64 KB, sender of 64 KB", plain, ReversePath.parse(longSender));
    report("gzip of 10 GiB", HostileReports::tenGibibytes);
    stored("gzip just allowed, 1 GiB", HostileReports.justAllowed());
    report("1,000,000 empty gzip members", HostileReports::emptyMembers);
    stored("zip of 5,000 entries", HostileReports.manyEntries());
    stored("zip of 90 skipped entries of 64 MiB", HostileReports.skippedEntries());
    stored("5,000,000 nested elements", HostileReports.deepElements());
    stored("100,000 entities", HostileReports.entities());
    stored("100,000 nested multiparts", HostileReports.deepMultiparts());
    return rows;
  }

  private void message(String name, Supplier<byte[]> message, ReversePath sender) throws Exception {
    var bytes = message.get();
    var client =
        new SmtpClient(
            InetAddress.ofLiteral("192.0.2.10"), "mail.shop.example", sender, "mx.signet.example");
    measure(
        "worst case: " + name,
        () -> {
          var parsed = ParsedMessage.of(bytes);
          Kept.keep(authenticator.authenticate(parsed, client).results("mx.signet.example"));
          Kept.keep(ForgedResults.find(parsed, "mx.signet.example"));
        });
  }

  private void stored(String name, byte[] input) throws Exception {
    report(name, () -> new ByteArrayInputStream(input));
  }

  private void report(String name, Supplier<InputStream> input) throws Exception {
    var reader = new ReportReader(ReportLimits.defaults(), InstantSource.system());
    measure(
        "worst case, report: " + name, () -> Kept.keep(reader.read(input.get(), ReportSink.NONE)));
  }

  private void measure(String name, Paired.Work work) throws Exception {
    work.run();
    long longest = 0;
    for (int i = 0; i < TIMES; i++) {
      longest = Math.max(longest, Paired.once(work));
    }
    rows.add(Row.of(name, longest / 1e6, "ms"));
  }
}
