package io.signetmail.ingress.recipient;

import io.signetmail.smtp.Mailbox;

/// Port: says who exists. May block for as long as its own timeout; thread-safe.
@FunctionalInterface
public interface Directory {

  /// Looks up a mailbox of a served domain.
  Presence look(Mailbox mailbox);

  /// What the host behind it can take, as far as that is known.
  default HopOffers offers() {
    return HopOffers.ALL;
  }

  /// Everybody exists, which makes this host a black hole or a source of backscatter.
  static Directory everybody() {
    return _ -> new Presence.Known();
  }
}
