package io.signetmail.bus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found about an inbound message and what was really done with it; the value on
/// `auth.results`, written before the SMTP reply.
///
/// @param done what the client was told; an attempt that ended in 451 is {@link Done#DEFERRED} and
///   is never reported to domain owners, for the client tries again
public record AuthResultEvent(
    int v,
    String messageId,
    Instant at,
    String client,
    String helo,
    String mailFrom,
    List<String> recipientDomains,
    AuthFacts facts,
    Done done,
    @Nullable String reply) {
  public static final int VERSION = 1;

  public AuthResultEvent {
    recipientDomains = List.copyOf(recipientDomains);
  }

  /// The end of the attempt.
  public enum Done {
    @JsonProperty("accepted")
    ACCEPTED,
    @JsonProperty("quarantined")
    QUARANTINED,
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("deferred")
    DEFERRED
  }
}
