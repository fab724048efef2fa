package io.signetmail.bus;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A verifier's answer about one message; the value on `mail.verdicts`.
///
/// @param v version of this JSON
/// @param requestId repeats the id of the question; the asker ignores answers it did not ask for
/// @param messageId the message that was verified
/// @param action what to do
/// @param reply for the client; present exactly when the action is refuse or defer
/// @param edit to make before the message is passed on
/// @param facts what was found
public record Verdict(
    int v,
    String requestId,
    String messageId,
    Action action,
    @Nullable SmtpReply reply,
    MailEdit edit,
    AuthFacts facts) {
  public static final int VERSION = 1;

  public Verdict {
    requireNonNull(requestId, "requestId");
    requireNonNull(messageId, "messageId");
    requireNonNull(action, "action");
    requireNonNull(edit, "edit");
    requireNonNull(facts, "facts");
    boolean ends = action == Action.REFUSE || action == Action.DEFER;
    if (ends != (reply != null)) {
      throw new IllegalArgumentException(action + " and a reply that does not fit it");
    }
  }

  /// What the ingress is to do.
  public enum Action {
    @JsonProperty("accept")
    ACCEPT,
    @JsonProperty("quarantine")
    QUARANTINE,
    @JsonProperty("refuse")
    REFUSE,
    @JsonProperty("defer")
    DEFER
  }
}
