package io.signetmail.keys.dnscheck;

import java.util.List;
import java.util.Optional;

/// Where the right record of a key was seen.
public sealed interface Sighting {
  /// On every authoritative server.
  record Everywhere(List<String> servers) implements Sighting {
    public Everywhere {
      servers = List.copyOf(servers);
    }
  }

  /// A server answers something else.
  record NotYet(String reason) implements Sighting {}

  /// That cannot be known now: a server is silent, or the servers cannot be found.
  record Unknown(String reason) implements Sighting {}

  /// Why it is not known to be everywhere; empty when it is.
  default Optional<String> missing() {
    return switch (this) {
      case Everywhere _ -> Optional.empty();
      case NotYet(var reason) -> Optional.of(reason);
      case Unknown(var reason) -> Optional.of(reason);
    };
  }
}
