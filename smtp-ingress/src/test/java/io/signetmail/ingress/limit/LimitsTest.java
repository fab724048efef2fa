package io.signetmail.ingress.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.smtp.AddressRange;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-03T04:05:06Z"));
  private final InstantSource clock = now::get;

  private static InetAddress ip(String text) {
    return InetAddress.ofLiteral(text);
  }

  @Test
  void aWindowBeginsWithTheFirstEventAndEnds() {
    var counts = new WindowCounts(Duration.ofMinutes(1), 10, clock);
    assertThat(counts.add("a")).isEqualTo(1);
    now.updateAndGet(t -> t.plusSeconds(59));
    assertThat(counts.add("a")).isEqualTo(2);
    assertThat(counts.of("b")).isZero();
    now.updateAndGet(t -> t.plusSeconds(1));
    assertThat(counts.of("a")).isZero();
    assertThat(counts.add("a")).isEqualTo(1);
  }

  @Test
  void onlyTheLatestKeysAreRemembered() {
    var counts = new WindowCounts(Duration.ofMinutes(1), 2, clock);
    for (int i = 0; i < 100_000; i++) {
      assertThat(counts.add("key " + i)).isEqualTo(1);
    }
    assertThat(counts.of("key 99998")).isEqualTo(1);
    assertThat(counts.of("key 1")).isZero();
  }

  @ParameterizedTest(name = "{0} and {1}: one client {2}")
  @CsvSource({
    "192.0.2.1,192.0.2.1,true",
    "192.0.2.1,192.0.2.2,false",
    "2001:db8::1,2001:db8::ffff:2,true",
    "2001:db8:0:1::1,2001:db8:0:2::1,false"
  })
  void anIpv6ClientIsItsNetwork(String one, String other, boolean same) {
    assertThat(ClientNetwork.of(ip(one)).equals(ClientNetwork.of(ip(other)))).isEqualTo(same);
  }

  @Test
  void exemptAddressesAreNotCounted() {
    var rate = new NetworkRate(1, List.of(AddressRange.of("127.0.0.0/8")), clock);
    assertThat(rate.allows(ip("192.0.2.1"))).isTrue();
    assertThat(rate.allows(ip("192.0.2.1"))).isFalse();
    assertThat(rate.allows(ip("192.0.2.2"))).isTrue();
    for (int i = 0; i < 10; i++) {
      assertThat(rate.allows(ip("127.0.0.1"))).isTrue();
    }
  }

  @Test
  void placesOfANetworkAreGivenBack() {
    var admission = new Admission(10, 2, NetworkRate.unlimited(), List.of());
    assertThat(admission.enter(ip("192.0.2.1"))).isEmpty();
    assertThat(admission.enter(ip("192.0.2.1"))).isEmpty();
    assertThat(admission.enter(ip("192.0.2.1"))).contains(Limit.CONNECTIONS_PER_NETWORK);
    admission.leave(ip("192.0.2.1"));
    assertThat(admission.enter(ip("192.0.2.1"))).isEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          eth0 00000000 010011AC 0003 0 0 0 00000000 0 0 0 | 172.17.0.1
          eth0 000011AC 00000000 0001 0 0 0 0000FFFF 0 0 0 |
          Iface Destination Gateway Flags RefCnt Use       |
          eth0 00000000 010011ACFF 0003                    |
          eth0                                             |
          """)
  void ipv4RoutesThroughAGateway(String line, String gateway) {
    assertThat(OwnGateways.ipv4(line))
        .isEqualTo(Optional.ofNullable(gateway).map(InetAddress::ofLiteral));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          00000000000000000000000000000000 00 00000000000000000000000000000000 00 20010db8000000000000000000000001 00000400 00000001 00000000 00000003 eth0 | 2001:db8::1
          fe800000000000000000000000000000 40 00000000000000000000000000000000 00 00000000000000000000000000000000 00000100 00000001 00000000 00000001 eth0 |
          """)
  void ipv6RoutesThroughAGateway(String line, String gateway) {
    assertThat(OwnGateways.ipv6(line))
        .isEqualTo(Optional.ofNullable(gateway).map(InetAddress::ofLiteral));
  }

  @Test
  void aDeclaredNetworkIsNoGateway() {
    var gateways = new OwnGateways(Set.of(ip("172.17.0.1"), ip("10.0.0.1")));
    var left = gateways.except(List.of(AddressRange.of("172.16.0.0/12")));
    assertThat(left.contains(ip("172.17.0.1"))).isFalse();
    assertThat(left.contains(ip("10.0.0.1"))).isTrue();
  }
}
