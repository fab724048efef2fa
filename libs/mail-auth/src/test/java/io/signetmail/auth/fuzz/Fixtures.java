package io.signetmail.auth.fuzz;

import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.dkim.TestKeys;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.spf.ReversePath;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/// What every target needs: a clock that stands, a client, a zone with the test keys.
final class Fixtures {
  static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));
  static final InetAddress IP = InetAddress.ofLiteral("192.0.2.1");
  static final SmtpClient CLIENT =
      new SmtpClient(IP, "helo.test", ReversePath.parse("joe@example.com"), "mx.test");
  static final ZoneDns KEYS = TestKeys.zone();

  private Fixtures() {}

  static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /// `front` and `rest` in one array.
  static byte[] joined(byte[] front, byte[] rest) {
    var all = new byte[front.length + rest.length];
    System.arraycopy(front, 0, all, 0, front.length);
    System.arraycopy(rest, 0, all, front.length, rest.length);
    return all;
  }
}
