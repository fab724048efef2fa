package io.signetmail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReplyTest {

  @Test
  void everyLineHasTheCodes() {
    var reply = new Reply(550, Optional.of(EnhancedCode.of("5.7.1")), List.of("one", "two"));
    assertThat(new String(reply.bytes(), StandardCharsets.US_ASCII))
        .isEqualTo("550-5.7.1 one\r\n550 5.7.1 two\r\n");
  }

  @Test
  void noTextBreaksOutOfItsLine() {
    var reply = Reply.of(550, "5.7.1", "bad\r\n250 2.0.0 ok\u0085é");
    assertThat(new String(reply.bytes(), StandardCharsets.US_ASCII))
        .isEqualTo("550 5.7.1 bad??250 2.0.0 ok??\r\n");
    assertThat(Reply.of(550, "5.7.1", "x".repeat(2000)).bytes()).hasSizeLessThanOrEqualTo(512);
  }

  @Test
  void codesOfDifferentClassesDoNotMix() {
    assertThatThrownBy(() -> Reply.of(550, "4.7.1", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void receivedSaysWhoFromWhereHowAndWhen() {
    var field =
        new ReceivedField(
            "client.example",
            Optional.of("host.client.example"),
            InetAddress.ofLiteral("2001:db8::1"),
            "mx.example.com",
            TransmissionType.of(true, false, true, true),
            Optional.of("TLSv1.3 TLS_AES_256_GCM_SHA384"),
            "01J0",
            Optional.of(ForwardPath.of(Mailbox.of("u@example.com"))),
            Instant.parse("2026-11-03T04:05:06Z"));
    assertThat(new String(field.bytes(), StandardCharsets.US_ASCII))
        .isEqualTo(
            """
            Received: from client.example (host.client.example [IPv6:2001:db8:0:0:0:0:0:1])
            \t(using TLSv1.3 TLS_AES_256_GCM_SHA384)
            \tby mx.example.com with ESMTPSA id 01J0
            \tfor <u@example.com>;
            \tTue, 3 Nov 2026 04:05:06 +0000
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void receivedFieldsAreCountedInTheHeaderOnly() {
    var message = "RECEIVED: a\r\n b\r\nX: received: \r\nreceived:c\r\n\r\nReceived: body\r\n";
    assertThat(ReceivedField.count(message.getBytes(StandardCharsets.US_ASCII))).isEqualTo(2);
    assertThat(ReceivedField.count("Received:".getBytes(StandardCharsets.US_ASCII))).isEqualTo(1);
    assertThat(ReceivedField.count(new byte[0])).isZero();
  }
}
