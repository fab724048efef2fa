package io.signetmail.ingress.session;

import io.signetmail.smtp.ForwardPath;
import io.signetmail.smtp.Reply;

/// Port: may this recipient have mail through this listener?
public interface RecipientPolicy {

  /// The answer.
  sealed interface Decision {

    /// Yes. Recipients of one transaction must share `policy`.
    record Accept(String policy) implements Decision {}

    /// No, and why.
    record Refuse(Reply reply) implements Decision {}
  }

  /// Decides, possibly by asking the next hop.
  Decision decide(ForwardPath recipient);

  /// Takes everybody: an authenticated user may write to the whole world.
  static RecipientPolicy anyone() {
    return _ -> new Decision.Accept("");
  }
}
