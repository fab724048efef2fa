package io.signetmail.relay.route;

import io.signetmail.relay.queue.Lane;

/// One next hop for each direction: the platform's own MTA, and a smart host.
public record FixedRoutes(Hop inbound, Hop outbound) implements Routes {

  @Override
  public Hop hopFor(Lane lane) {
    return switch (lane.stream()) {
      case INBOUND -> inbound;
      case OUTBOUND -> outbound;
    };
  }
}
