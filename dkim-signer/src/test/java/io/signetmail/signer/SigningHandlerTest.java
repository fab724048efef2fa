package io.signetmail.signer;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dkim.DkimSigner;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dkim.SigningKey;
import io.signetmail.auth.dkim.SigningOptions;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.bus.Disposition;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailEvent;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.MessageIds;
import io.signetmail.bus.TraceContext;
import io.signetmail.bus.topic.Topic;
import io.signetmail.bus.worker.Outcome;
import io.signetmail.signer.keys.KeyAnswer;
import io.signetmail.signer.keys.KeyQuestion;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SigningHandlerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final SplittableRandom RANDOM = new SplittableRandom(5);
  private static final String MESSAGE =
      "From: Shop <info@Shop.Example>\r\nTo: a@example.org\r\nSubject: hi\r\n\r\nhello\r\n";

  private final List<KeyQuestion> asked = new ArrayList<>();

  private SigningHandler handler(KeyAnswer answer) {
    return new SigningHandler(
        question -> {
          asked.add(question);
          return answer;
        },
        new DkimSigner(CLOCK),
        SigningOptions.DEFAULT,
        "mx.signet.example",
        CLOCK);
  }

  private static MailRecord mail(String message, String listener, @Nullable String user) {
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    var client = new Envelope.Client("127.0.0.1", 1, "client.example", null, null);
    var envelope =
        new Envelope(
            1,
            listener,
            NOW,
            client,
            "info@shop.example",
            List.of(Envelope.Recipient.of("a@example.org")),
            user,
            false,
            false,
            bytes.length,
            Disposition.ACCEPT,
            null,
            null);
    return MailRecord.of(
        new MessageIds(CLOCK, RANDOM).next(), envelope, bytes, TraceContext.start(RANDOM));
  }

  private static KeyAnswer ed25519() throws NoSuchAlgorithmException {
    var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    return new KeyAnswer.Keys(
        List.of(
            SigningKey.of(
                DomainName.of("shop.example"),
                Selector.parse("s1").orElseThrow(),
                pair.getPrivate())));
  }

  @Test
  void theKeyOfUserAndSenderDomainSignsAndNothingElseChanges() throws Exception {
    var outcome = handler(ed25519()).handle(mail(MESSAGE, "submission", "shop"));
    assertThat(asked).containsExactly(new KeyQuestion("shop", DomainName.of("shop.example")));
    assertThat(outcome).isInstanceOf(Outcome.Emit.class);
    var emit = (Outcome.Emit) outcome;
    assertThat(emit.topic()).isEqualTo(Topic.MAIL_OUTBOUND);
    var text = new String(emit.mail().message(), StandardCharsets.UTF_8);
    assertThat(text).startsWith("DKIM-Signature: ").endsWith("\r\n" + MESSAGE);
    assertThat(emit.events())
        .singleElement()
        .isInstanceOfSatisfying(
            MailEvent.Signed.class,
            event -> {
              assertThat(event.selector()).isEqualTo("s1");
              assertThat(event.algorithm()).isEqualTo("ed25519-sha256");
            });
  }

  private static String crlf(String text) {
    return text.replace("\n", "\r\n");
  }

  /// Only Authentication-Results in our name and signatures in the name of our keys go.
  @Test
  void fieldsThatOnlyWeMayWriteAreTakenOutBeforeSigning() throws Exception {
    var kept =
        crlf(
            """
            Authentication-Results: other.example; spf=pass
            DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; s=other;
             h=from; bh=AAAA; b=AAAA
            DKIM-Signature: v=1; a=rsa-sha256; d=list.example; s=s1; h=from; bh=AA==; b=AA==
            """);
    var removed =
        crlf(
            """
            Authentication-Results: MX.Signet.Example; dmarc=pass
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;
             d=Shop.Example; s=s1; h=from; bh=AAAA; b=AAAA
            """);
    var outcome = handler(ed25519()).handle(mail(removed + kept + MESSAGE, "submission", "shop"));
    var text = new String(((Outcome.Emit) outcome).mail().message(), StandardCharsets.UTF_8);
    assertThat(text).endsWith("\r\n" + kept + MESSAGE).doesNotContain("dmarc=pass");
    assertThat(text.substring(0, text.indexOf(kept)).split("DKIM-Signature:", -1)).hasSize(2);
  }

  @Test
  void aKeyThatCannotBeFetchedOrIsMissingMakesTheMessageWaitNeverLeaveUnsigned() {
    assertThat(handler(new KeyAnswer.Unavailable("away")).handle(mail(MESSAGE, "submission", "u")))
        .isEqualTo(new Outcome.Retry("away"));
    assertThat(handler(new KeyAnswer.NoKey("none")).handle(mail(MESSAGE, "submission", "u")))
        .isInstanceOf(Outcome.Retry.class);
  }

  @Test
  void ourOwnBounceLeavesUnsignedWhenThePlatformHasNoKey() {
    assertThat(handler(new KeyAnswer.NoKey("none")).handle(mail(MESSAGE, "dsn", null)))
        .isInstanceOf(Outcome.Emit.class);
    assertThat(asked).containsExactly(new KeyQuestion("", DomainName.of("shop.example")));
  }

  @Test
  void ourOwnBounceIsSignedWhenThePlatformHasAKey() throws Exception {
    var outcome = handler(ed25519()).handle(mail(MESSAGE, "dsn", null));
    assertThat(((Outcome.Emit) outcome).events()).hasSize(1);
  }

  @Test
  void mailOfOthersWithoutAUserGetsNobodysKey() throws Exception {
    assertThat(handler(ed25519()).handle(mail(MESSAGE, "submission", null)))
        .isInstanceOf(Outcome.Retry.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void aMessageWithoutOneSenderDomainIsADeadLetterWithItsReason() {
    var outcome =
        handler(new KeyAnswer.NoKey("none"))
            .handle(mail("To: a@example.org\r\n\r\nhello\r\n", "submission", "u"));
    assertThat(outcome).isEqualTo(new Outcome.Dead("cannot be signed: no From field"));
    assertThat(asked).isEmpty();
  }
}
