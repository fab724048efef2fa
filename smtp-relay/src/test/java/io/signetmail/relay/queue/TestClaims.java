package io.signetmail.relay.queue;

import io.signetmail.bus.MessageId;
import io.signetmail.bus.RecordPosition;
import io.signetmail.smtp.ReversePath;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Claims without a database.
public final class TestClaims {
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private TestClaims() {}

  /// @param number makes the message id
  public static Claim claim(Stream stream, int number, String recipient) {
    var id = new MessageId("%026d".formatted(number));
    var mail =
        new QueuedMail(
            id,
            stream,
            Optional.of("ann"),
            ReversePath.none(),
            DeliveryOptions.PLAIN,
            TRACE,
            100,
            Instant.EPOCH,
            new RecordPosition("mail." + stream.keyword(), 0, number));
    var domain = recipient.substring(recipient.indexOf('@') + 1);
    return new Claim(
        mail, new Lane(stream, "ann", domain), List.of(QueuedRecipient.of(recipient)), "lease");
  }
}
