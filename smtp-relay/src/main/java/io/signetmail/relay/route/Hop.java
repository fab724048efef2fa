package io.signetmail.relay.route;

import io.signetmail.smtp.client.Credentials;
import io.signetmail.smtp.client.SmtpEndpoint;
import java.util.Optional;

/// A next hop and who we are there.
public record Hop(SmtpEndpoint endpoint, Optional<Credentials> credentials) {

  @Override
  public String toString() {
    return endpoint.toString();
  }
}
