package io.signetmail.ingress.session;

import io.signetmail.smtp.AddressRange;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whom a trusted host may speak for, and for how long.
class SpeakingForOthersTest {
  private static final List<AddressRange> BALANCERS = List.of(AddressRange.of("192.0.2.0/24"));

  private final Sessions sessions = new Sessions();

  @Test
  void whoComesThroughABalancerHasNotItsTrust() {
    sessions.trusted = new TrustedClients(BALANCERS, BALANCERS, List.of());
    var session = sessions.submission();
    session.proxied(Peer.of(InetAddress.ofLiteral("203.0.113.9"), 99));
    Dialogue.play(
        session,
        """
        S: 220
        C: EHLO client.test
        S: 250 mx.test greets client.test PIPELINING SIZE 2000 8BITMIME SMTPUTF8 CHUNKING ENHANCEDSTATUSCODES DSN STARTTLS LIMITS
        C: XCLIENT LOGIN=u
        S: 500 5.5.1
        C: MAIL FROM:<a@shop.example>
        S: 530
        """);
  }

  @Test
  void theNextClientOfAConnectionIsNotTheLastOnesUser() {
    sessions.trusted = new TrustedClients(List.of(), BALANCERS, List.of());
    Dialogue.play(
        sessions.submission(),
        """
        S: 220
        C: EHLO mta.test
        S: 250
        C: XCLIENT LOGIN=u
        S: 220
        C: XCLIENT ADDR=203.0.113.9 LOGIN=[UNAVAILABLE]
        S: 220
        C: EHLO mta.test
        S: 250
        C: MAIL FROM:<a@shop.example>
        S: 530
        C: XCLIENT LOGIN=u
        S: 220
        C: XCLIENT LOGIN=nobody
        S: 535 5.7.8
        C: EHLO mta.test
        S: 250
        C: MAIL FROM:<a@shop.example>
        S: 530
        """);
  }
}
