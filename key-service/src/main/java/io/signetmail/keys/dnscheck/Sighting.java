package io.signetmail.keys.dnscheck;

import java.util.List;

/// Where the right record of a key was seen.
public sealed interface Sighting {
  /// On every authoritative server.
  record Everywhere(List<String> servers) implements Sighting {
    public Everywhere {
      servers = List.copyOf(servers);
    }
  }

  /// Not on all of them, or that cannot be known now.
  record NotYet(String reason) implements Sighting {}
}
