package io.signetmail.relay.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.relay.bounce.BouncePolicy.Decision;
import io.signetmail.relay.queue.DeliveryOptions;
import io.signetmail.relay.queue.QueuedMail;
import io.signetmail.relay.queue.QueuedRecipient;
import io.signetmail.relay.queue.Stream;
import io.signetmail.smtp.DsnRequest;
import io.signetmail.smtp.DsnRequest.Notify;
import io.signetmail.smtp.ReversePath;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BouncePolicyTest {
  @ParameterizedTest(name = "{0} mail of {1} from <{2}> with NOTIFY={3}: {4}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          OUTBOUND | ann | ann@shop.example | -       | TellSender
          OUTBOUND | ann | ann@shop.example | FAILURE | TellSender
          OUTBOUND | ann | ann@shop.example | SUCCESS,FAILURE | TellSender
          OUTBOUND | ann | ann@shop.example | NEVER   | Silence
          OUTBOUND | ann | ann@shop.example | SUCCESS | Silence
          OUTBOUND | ann | -                | -       | DeadLetter
          OUTBOUND | -   | ann@shop.example | -       | DeadLetter
          INBOUND  | -   | eve@far.example  | -       | DeadLetter
          INBOUND  | -   | eve@far.example  | FAILURE | DeadLetter
          INBOUND  | -   | -                | -       | DeadLetter
          """,
      delimiter = '|')
  void onlyAnAuthenticatedSenderIsTold(
      Stream stream, String user, String from, String notifyOn, String decision) {
    var mail =
        new QueuedMail(
            new MessageId("1".repeat(26)),
            stream,
            Optional.ofNullable(user),
            ReversePath.parse(Optional.ofNullable(from).orElse("")).orElseThrow(),
            DeliveryOptions.PLAIN,
            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            1,
            Instant.EPOCH,
            new RecordPosition("mail.outbound", 0, 1));
    var asked = EnumSet.noneOf(Notify.class);
    Optional.ofNullable(notifyOn)
        .ifPresent(
            values -> Arrays.stream(values.split(",")).map(Notify::valueOf).forEach(asked::add));
    var recipient =
        new QueuedRecipient("bob@one.example", new DsnRequest(asked, Optional.empty()), 0);

    assertThat(BouncePolicy.decide(mail, recipient).getClass().getSimpleName()).isEqualTo(decision);
    assertThat(Decision.class).isSealed();
  }
}
