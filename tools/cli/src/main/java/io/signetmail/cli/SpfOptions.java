package io.signetmail.cli;

import io.signetmail.auth.dns.DnsClient;
import io.signetmail.auth.spf.ReversePath;
import io.signetmail.auth.spf.SpfEvaluator;
import io.signetmail.auth.spf.SpfLimits;
import io.signetmail.auth.spf.SpfQuery;
import io.signetmail.auth.spf.SpfResult;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The SMTP client a message came from.
final class SpfOptions {
  @Option(names = "--ip", paramLabel = "ADDRESS", description = "IP address of the client")
  private Optional<String> ip = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "MAIL FROM; \"<>\" for the null path")
  private String from = "<>";

  @Option(
      names = "--helo",
      paramLabel = "NAME",
      description = "what the client said in HELO or EHLO (default: the domain of --from)")
  private Optional<String> helo = Optional.empty();

  boolean areGiven() {
    return ip.isPresent();
  }

  SpfResult check(DnsClient dns) {
    var address =
        ip.orElseThrow(() -> new IllegalArgumentException("--ip is needed: the client's address"));
    var path = path();
    var name = helo.orElse(path instanceof ReversePath.Mailbox(_, var domain) ? domain : "unknown");
    return new SpfEvaluator(dns, SpfLimits.defaults(), InstantSource.system())
        .check(new SpfQuery(InetAddress.ofLiteral(address), name, path, "localhost"));
  }

  private ReversePath path() {
    var plain = from.replaceAll("[<>]", "");
    int at = plain.lastIndexOf('@');
    if (plain.isEmpty()) {
      return new ReversePath.Null();
    }
    return at < 0
        ? new ReversePath.Mailbox("postmaster", plain)
        : new ReversePath.Mailbox(plain.substring(0, at), plain.substring(at + 1));
  }
}
