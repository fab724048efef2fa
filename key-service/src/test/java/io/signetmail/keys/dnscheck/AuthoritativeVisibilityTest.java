package io.signetmail.keys.dnscheck;

import static org.assertj.core.api.Assertions.assertThat;

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

/// Two servers for one zone, which need not agree.
class AuthoritativeVisibilityTest {
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
      shop.example. NS ns2.example.
      keys.example. NS ns1.example.
      ns1.example. A 127.0.0.1
      ns2.example. A 127.0.0.2
      """;

  private final DnsServer first = DnsServer.start(ZONE);
  private final DnsServer second =
      DnsServer.start(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), first.port()),
          ZONE,
          Optional.empty());
  private final AuthoritativeVisibility visibility =
      new AuthoritativeVisibility(
          new NameServers(List.of(first.address()), first.port(), Duration.ofMillis(500)));

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private String reason() {
    return switch (visibility.look(KEY)) {
      case Sighting.Everywhere(var servers) -> "everywhere: " + servers;
      case Sighting.NotYet(var reason) -> reason;
      case Sighting.Unknown(var reason) -> "unknown: " + reason;
    };
  }

  @Test
  void everyServerMustHaveTheRecord() {
    assertThat(reason()).isEqualTo("ns1.example: no TXT record there");
    first.add(RECORD);
    assertThat(reason()).isEqualTo("ns2.example: no TXT record there");
    second.add(RECORD);
    assertThat(reason()).isEqualTo("everywhere: [ns1.example, ns2.example]");
  }

  @Test
  void anotherKeyOnOneServerIsNamed() {
    first.add(RECORD);
    second.add(RECORD.replace(P, Base64.getEncoder().encodeToString(new byte[33])));
    assertThat(reason()).startsWith("ns2.example: ").contains("another key");
  }

  @Test
  void silenceIsNotAbsence() {
    first.add(RECORD);
    second.add(RECORD);
    second.fault(NAME, new DnsFault.Drop());
    assertThat(reason()).startsWith("unknown: ns2.example does not answer");
    second.heal(NAME);
    second.fault(NAME, new DnsFault.ServFail());
    assertThat(reason()).isEqualTo("ns2.example: answers SERVFAIL");
  }

  @Test
  void anAliasIsFollowedToTheServersOfItsTarget() {
    var alias = NAME + ". CNAME s1.x7.keys.example.\n";
    first.add(alias);
    assertThat(reason()).isEqualTo("ns2.example: no TXT record there");
    second.add(alias);
    assertThat(reason()).isEqualTo("ns1.example: no TXT record there");
    first.add(RECORD.replace(NAME, "s1.x7.keys.example"));
    assertThat(reason()).startsWith("everywhere");
  }

  @Test
  void aZoneWithoutServersIsSaid() {
    first.setZone("shop.example. SOA ns. h. 1 60 60 60 60\n");
    assertThat(reason()).contains("has name servers");
  }
}
