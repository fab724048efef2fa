package io.signetmail.ingress.http;

import io.signetmail.ingress.session.SessionPorts;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Where requests go once the parts are put together; before, and when it is off, nobody is in.
@Singleton
public final class MessageDoor {
  private volatile Optional<Submissions> submissions = Optional.empty();

  /// Takes mail from now on.
  public void open(HttpRules rules, SessionPorts ports) {
    if (rules.enabled()) {
      submissions = Optional.of(new Submissions(rules, ports));
    }
  }

  Optional<Submissions> submissions() {
    return submissions;
  }
}
