package io.signetmail.ingress.mail;

import io.signetmail.bus.AuthFacts;
import io.signetmail.bus.AuthResultEvent;
import io.signetmail.bus.Envelope;
import io.signetmail.bus.MailRecord;
import io.signetmail.bus.Verdict;
import io.signetmail.smtp.Reply;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Makes the `auth.results` event of one attempt.
public final class AuthResults {
  private AuthResults() {}

  /// What was found, or nothing, and what the client was told.
  public static AuthResultEvent event(
      MailRecord mail, @Nullable Verdict verdict, AuthResultEvent.Done done, Reply reply) {
    var envelope = mail.envelope();
    return new AuthResultEvent(
        AuthResultEvent.VERSION,
        mail.id().value(),
        envelope.receivedAt(),
        envelope.client().address(),
        envelope.client().helo(),
        envelope.mailFrom(),
        domains(envelope),
        verdict == null ? AuthFacts.unknown() : verdict.facts(),
        done,
        reply.toString());
  }

  private static List<String> domains(Envelope envelope) {
    return envelope.recipients().stream()
        .map(r -> r.address().substring(r.address().lastIndexOf('@') + 1).toLowerCase(Locale.ROOT))
        .distinct()
        .toList();
  }
}
