package io.signetmail.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.smtp.AddressRange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who a client is: passwords, and hosts that speak for others.
class WhoIsItTest {
  private final Sessions sessions = new Sessions();

  @Test
  void aUserSubmitsAfterTlsAndAuth() {
    Dialogue.play(
        sessions.submission(),
        """
        S: 220
        C: EHLO client.test
        S: 250 mx.test greets client.test PIPELINING SIZE 2000 8BITMIME SMTPUTF8 CHUNKING ENHANCEDSTATUSCODES DSN STARTTLS LIMITS
        C: AUTH PLAIN AHUAcA==
        S: 538 5.7.11
        C: MAIL FROM:<a@shop.example>
        S: 530 5.7.0 STARTTLS
        C: STARTTLS
        S: 220 2.0.0
        TLS
        C: MAIL FROM:<a@shop.example>
        S: 503 5.5.1 EHLO first
        C: EHLO client.test
        S: 250 mx.test greets client.test PIPELINING SIZE 2000 8BITMIME SMTPUTF8 CHUNKING ENHANCEDSTATUSCODES DSN AUTH PLAIN LOGIN
        C: MAIL FROM:<a@shop.example>
        S: 530 5.7.0 authentication
        C: AUTH PLAIN AHUAcA==
        S: 235 2.7.0
        C: AUTH PLAIN AHUAcA==
        S: 503 5.5.1
        C: MAIL FROM:<a@other.example>
        S: 550 5.7.1 sender domain other.example is not granted
        C: MAIL FROM:<a@shop.example> RET=HDRS
        S: 250
        C: RCPT TO:<b@example.com> NOTIFY=NEVER
        S: 250
        C: DATA
        S: 354
        C: From: a@shop.example
        C: .
        S: 250 2.0.0 ID
        """);
    var envelope = sessions.mails.getFirst().envelope(1);
    assertThat(envelope.user()).isEqualTo("u");
    assertThat(envelope.ret()).isEqualTo("HDRS");
    assertThat(envelope.recipients().getFirst().notifyOn()).containsExactly("NEVER");
    assertThat(new String(sessions.mails.getFirst().received(), StandardCharsets.US_ASCII))
        .contains("with ESMTPSA id");
  }

  @Test
  void authIsCancelledRefusedAndLimited() {
    Dialogue.play(
        sessions.submission(),
        """
        S: 220
        TLS
        C: EHLO client.test
        S: 250
        C: AUTH GSSAPI
        S: 504 5.5.4
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: *
        S: 501 5.7.0
        C: AUTH PLAIN
        S: 334
        C: !!!
        S: 501 5.5.2
        C: AUTH PLAIN YXdheQBhd2F5AHg=
        S: 454 4.7.0
        C: AUTH LOGIN dQ==
        S: 334 UGFzc3dvcmQ6
        C: eA==
        S: 535 5.7.8
        C: AUTH LOGIN
        S: 334
        C: dQ==
        S: 334
        C: eA==
        S: 421 4.7.0 too many failed logins
        CLOSED
        """);
  }

  @Test
  void loginWithTheLoginMechanismWorks() {
    Dialogue.play(
        sessions.submission(),
        """
        S: 220
        TLS
        C: EHLO client.test
        S: 250
        C: AUTH LOGIN
        S: 334 VXNlcm5hbWU6
        C: dQ==
        S: 334 UGFzc3dvcmQ6
        C: cA==
        S: 235 2.7.0
        C: MAIL FROM:<>
        S: 250
        """);
  }

  @Test
  void xclientIsForTrustedHostsOnly() {
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: EHLO client.test
        S: 250 mx.test greets client.test PIPELINING SIZE 2000 8BITMIME SMTPUTF8 CHUNKING ENHANCEDSTATUSCODES STARTTLS LIMITS
        C: XCLIENT ADDR=203.0.113.9
        S: 500 5.5.1
        """);
    sessions.trusted =
        new TrustedClients(List.of(), List.of(AddressRange.of("192.0.2.0/24")), List.of());
    Dialogue.play(
        sessions.mx(),
        """
        S: 220
        C: EHLO lb.test
        S: 250 mx.test greets lb.test PIPELINING SIZE 2000 8BITMIME SMTPUTF8 CHUNKING ENHANCEDSTATUSCODES STARTTLS XCLIENT NAME ADDR
        C: XCLIENT ADDR=not-an-address
        S: 501 5.5.4
        C: XCLIENT ADDR=203.0.113.9 HELO=a(b)
        S: 501 5.5.4
        C: XCLIENT ADDR=IPV6:2001:db8::9 PORT=99 NAME=real.test HELO=helo.test
        S: 220 mx.test
        C: MAIL FROM:<a@sender.test>
        S: 503 5.5.1 EHLO first
        C: EHLO lb.test
        S: 250
        C: MAIL FROM:<a@sender.test>
        S: 250
        C: RCPT TO:<b@example.com>
        S: 250
        C: DATA
        S: 354
        C: From: a@sender.test
        C: .
        S: 250
        """);
    assertThat(new String(sessions.mails.getFirst().received(), StandardCharsets.US_ASCII))
        .startsWith("Received: from helo.test (real.test [IPv6:2001:db8:0:0:0:0:0:9])");
  }

  @Test
  void aTrustedMtaNamesTheUser() {
    sessions.trusted =
        new TrustedClients(List.of(), List.of(AddressRange.of("192.0.2.7")), List.of());
    Dialogue.play(
        sessions.submission(),
        """
        S: 220
        C: EHLO mta.test
        S: 250
        C: XCLIENT LOGIN=nobody
        S: 535 5.7.8
        C: XCLIENT LOGIN=u
        S: 220
        C: EHLO mta.test
        S: 250
        C: MAIL FROM:<a@other.example>
        S: 550 5.7.1
        C: MAIL FROM:<a@shop.example>
        S: 250
        """);
  }

  @Test
  void withoutACertificateNobodySubmits() {
    Dialogue.play(
        sessions.session(ListenerKind.SUBMISSION, false),
        """
        S: 220
        C: EHLO client.test
        S: 250 mx.test greets client.test PIPELINING SIZE 2000 8BITMIME SMTPUTF8 CHUNKING ENHANCEDSTATUSCODES DSN LIMITS
        C: STARTTLS
        S: 454 4.7.0
        C: AUTH PLAIN AHUAcA==
        S: 538 5.7.11
        """);
  }

  @Test
  void aTrustedMtaNamesTheUserOfEachMessage() {
    sessions.trusted =
        new TrustedClients(List.of(), List.of(), List.of(AddressRange.of("192.0.2.7")));
    Dialogue.play(
        sessions.submission(),
        """
        S: 220
        C: EHLO mta.test
        S: 250
        C: MAIL FROM:<a@shop.example>
        S: 530 5.7.0
        C: MAIL FROM:<a@shop.example> AUTH=<>
        S: 530 5.7.0
        C: MAIL FROM:<a@shop.example> AUTH=away
        S: 454 4.7.0
        C: MAIL FROM:<a@shop.example> AUTH=stranger
        S: 535 5.7.8
        C: MAIL FROM:<a@other.example> AUTH=u
        S: 550 5.7.1 sender domain other.example is not granted
        C: MAIL FROM:<a@shop.example> AUTH=u
        S: 250
        C: RCPT TO:<b@example.com>
        S: 250
        C: DATA
        S: 354
        C: From: a@shop.example
        C:
        C: .
        S: 250
        C: MAIL FROM:<a@shop.example>
        S: 530 5.7.0
        """);
    assertThat(sessions.mails).singleElement().extracting(IncomingMail::user).isEqualTo("u");
  }

  @Test
  void nobodyElseNamesAUser() {
    Dialogue.play(
        sessions.submission(),
        """
        S: 220
        C: EHLO mta.test
        S: 250
        C: MAIL FROM:<a@shop.example> AUTH=u
        S: 530 5.7.0
        """);
  }
}
