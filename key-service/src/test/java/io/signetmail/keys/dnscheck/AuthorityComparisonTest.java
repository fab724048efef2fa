package io.signetmail.keys.dnscheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dns.dnsjava.DnsJavaClient;
import io.signetmail.auth.dns.dnsjava.DnsJavaSettings;
import io.signetmail.keys.domains.MailDomain;
import io.signetmail.keys.signingkeys.KeyAlgorithm;
import io.signetmail.keys.signingkeys.KeyState;
import io.signetmail.keys.signingkeys.Selector;
import io.signetmail.keys.signingkeys.SigningKey;
import io.signetmail.testkit.DnsFault;
import io.signetmail.testkit.DnsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A resolver that has answers of its own, and the one authoritative server.
class AuthorityComparisonTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final String NAME = "s1._domainkey.shop.example";
  private static final String P = Base64.getEncoder().encodeToString(new byte[32]);
  private static final SigningKey KEY =
      new SigningKey(
          new SigningKey.Id(new MailDomain("shop.example"), new Selector("s1")),
          Optional.empty(),
          KeyAlgorithm.ED25519,
          P,
          Optional.empty(),
          new SigningKey.Status(KeyState.PENDING, Instant.EPOCH, Instant.EPOCH));
  private static final String RECORD = KEY.record().zoneLine() + "\n";
  private static final String ZONE =
      """
      shop.example. NS ns1.example.
      ns1.example. A 127.0.0.2
      """;

  private final DnsServer resolver = DnsServer.start(ZONE);
  private final DnsServer authority =
      DnsServer.start(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), resolver.port()),
          ZONE,
          Optional.empty());
  private final DnsJavaClient dns =
      new DnsJavaClient(
          DnsJavaSettings.defaults()
              .withServers(List.of(resolver.address()))
              .withCacheBytes(0)
              .withFailureTtl(Duration.ZERO));

  @AfterEach
  void stop() {
    dns.close();
    resolver.close();
    authority.close();
  }

  private List<Finding> findings() {
    var servers =
        new NameServers(List.of(resolver.address()), resolver.port(), Duration.ofMillis(500));
    return new AuthorityComparison(
            new AuthoritativeVisibility(servers), new ResolverView(servers), () -> NOW)
        .complete(KEY, new KeyRecordCheck(dns).check(KEY));
  }

  private List<String> codes() {
    return findings().stream().map(finding -> finding.code().keyword()).toList();
  }

  @Test
  void theSameOnBothIsNothingToSay() {
    resolver.add(RECORD);
    authority.add(RECORD);
    assertThat(findings()).isEmpty();
  }

  @Test
  void anOldRecordInTheResolverIsStaleUntilItsTtlEnds() {
    resolver.add(NAME + ". 300 TXT \"v=DKIM1; k=ed25519; p=\"\n");
    authority.add(RECORD);
    assertThat(codes()).containsExactly("stale-cache");
    assertThat(findings().getFirst().detail())
        .contains("right on ns1.example", "until 2026-11-23T10:05:00Z", "revokes the key");
  }

  /// RFC 2308 §5: "there is none" is remembered too.
  @Test
  void anOldAbsenceInTheResolverIsStaleUntilTheSoaSays() {
    authority.add(RECORD);
    assertThat(codes()).containsExactly("stale-cache");
    assertThat(findings().getFirst().detail()).contains("until 2026-11-23T10:00:01Z");
  }

  @Test
  void aRecordOnlyTheResolverStillHasIsNotThere() {
    resolver.add(RECORD);
    assertThat(codes()).containsExactly("not-on-all-servers");
    assertThat(findings().getFirst().detail()).isEqualTo("ns1.example: no TXT record there");
  }

  @Test
  void serversThatCannotBeAskedAreOnlyMentioned() {
    resolver.add(RECORD);
    authority.fault(NAME, new DnsFault.Drop());
    assertThat(codes()).containsExactly("authority-unavailable");
    assertThat(findings()).noneMatch(Finding::isError);
  }

  @Test
  void wrongOnBothIsSaidOnce() {
    assertThat(codes()).containsExactly("missing");
    resolver.fault(NAME, new DnsFault.ServFail());
    assertThat(codes()).containsExactly("unavailable");
  }

  @Test
  void anAliasWithoutTargetIsNamed() {
    var alias = NAME + ". CNAME gone.keys.example.\n";
    resolver.add(alias + "keys.example. NS ns1.example.\n");
    authority.add(alias + "keys.example. NS ns1.example.\n");
    assertThat(codes()).containsExactly("missing", "dangling-cname");
    assertThat(findings().getLast().detail()).contains("gone.keys.example");
  }
}
