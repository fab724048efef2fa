package io.signetmail.bench.auth;

import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.dkim.DkimLimits;
import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.DkimVerifier;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dkim.SigningResult;
import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.bench.Row;
import io.signetmail.bench.Rows;
import io.signetmail.testkit.DnsServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The measured JVM of {@link AuthBench}. Arguments: rounds, and `--json`.
final class AuthRounds {
  /// A message and what is asked of it, as a share of the limit.
  private record Size(String name, int bytes, double sign, double verify) {}

  private static final List<Size> SIZES =
      List.of(
          new Size("2 KB", 2 << 10, 0.85, 0.35),
          new Size("20 KB", 20 << 10, 0.80, 0.30),
          new Size("200 KB", 200 << 10, 0.60, 0.30),
          new Size("5 MB", 5 << 20, 0.40, 0.30));

  private static final double AUTHENTICATIONS = 5_000;
  private static final double ED25519_SIGNATURES = 20_000;

  private final int rounds;
  private final Samples samples;
  private final DnsJavaClient dns;
  private final DkimSigner signer = new DkimSigner(InstantSource.system());
  private final List<Row> rows = new ArrayList<>();

  private AuthRounds(int rounds, Samples samples, DnsJavaClient dns) {
    this.rounds = rounds;
    this.samples = samples;
    this.dns = dns;
  }

  public static void main(String[] arguments) throws Exception {
    var provider = Limit.install();
    var samples = new Samples();
    List<Row> rows;
    try (var server = DnsServer.start(samples.zone());
        var dns =
            new DnsJavaClient(DnsJavaSettings.defaults().withServers(List.of(server.address())))) {
      var bench = new AuthRounds(Integer.parseInt(arguments[0]), samples, dns);
      rows = bench.measure(provider);
    }
    var json = Arrays.asList(arguments).contains("--json");
    System.out.print(Rows.print(rows, json));
  }

  private List<Row> measure(String provider) throws Exception {
    var limit = new Limit(samples.rsa());
    rate("limit: RSA-2048 sign, " + provider, Paired.measure(limit::rsaSign, rounds));
    rate("limit: RSA-2048 verify, " + provider, Paired.measure(limit::rsaVerify, rounds));
    SystemOpenssl.rows().forEach(this::add);
    for (var size : SIZES) {
      sign(size, limit);
    }
    for (var size : SIZES) {
      verify(size, limit);
    }
    ed25519();
    authenticate();
    Footprint.rows(samples, dns).forEach(this::add);
    new WorstCases(samples).rows().forEach(this::add);
    return rows;
  }

  private void sign(Size size, Limit limit) throws Exception {
    var message = Samples.message(size.bytes());
    var key = samples.rsaKey();
    var result = Paired.measure(limit.signing(message), () -> sign(message, key), rounds);
    share("sign " + size.name(), result, size.sign());
  }

  private void sign(byte[] message, SigningKey key) {
    var result = signer.sign(ParsedMessage.of(message), List.of(key), SigningOptions.DEFAULT);
    if (!(result instanceof SigningResult.Signed(var fields, _))) {
      throw new IllegalStateException("not signed: " + result);
    }
    Kept.keep(fields);
  }

  private void verify(Size size, Limit limit) throws Exception {
    var message = samples.signed(Samples.message(size.bytes()), samples.rsaKey());
    var verifier = new DkimVerifier(dns, DkimLimits.DEFAULT, InstantSource.system());
    Paired.Work work =
        () -> {
          if (!verifier.verify(ParsedMessage.of(message)).getFirst().passed()) {
            throw new IllegalStateException("does not verify");
          }
        };
    share(
        "verify " + size.name() + ", key cached",
        Paired.measure(limit.verifying(message), work, rounds),
        size.verify());
  }

  private void ed25519() throws Exception {
    var message = Samples.message(2 << 10);
    var key = samples.ed25519Key();
    double perSecond = 1e9 / Paired.measure(() -> sign(message, key), rounds);
    add(Row.atLeast("Ed25519 sign 2 KB, whole message", perSecond, "/s", ED25519_SIGNATURES));
  }

  private void authenticate() throws Exception {
    var message = samples.signed(Samples.message(2 << 10), samples.rsaKey());
    var authenticator =
        new MessageAuthenticator(dns, AuthenticatorSettings.defaults(), InstantSource.system());
    double nanos =
        Paired.measure(
            () -> {
              var found = authenticator.authenticate(ParsedMessage.of(message), Samples.CLIENT);
              if (!found.dmarc().keyword().equals("pass") || !found.dkim().getFirst().passed()) {
                throw new IllegalStateException("does not pass: " + found);
              }
              Kept.keep(found.results("mx.signet.example").toField());
            },
            rounds);
    add(
        Row.atLeast(
            "SPF + DKIM + DMARC 2 KB, warm DNS, one core", 1e9 / nanos, "/s", AUTHENTICATIONS));
  }

  private void share(String name, Paired.Result result, double target) {
    add(Row.of(name + ": limit", result.limitNanos() / 1e3, "us"));
    add(Row.of(name + ": ours", result.workNanos() / 1e3, "us"));
    add(Row.atLeast(name + ": share of the limit", result.share(), "", target));
  }

  private void rate(String name, double nanos) {
    add(Row.of(name, 1e9 / nanos, "/s"));
  }

  /// Shown as it is measured, and again in the table at the end.
  private void add(Row row) {
    rows.add(row);
    System.err.printf(Locale.ROOT, "  %s: %.2f %s%n", row.name(), row.value(), row.unit());
  }
}
