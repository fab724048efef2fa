package io.signetmail.relay.route;

import io.signetmail.relay.queue.Lane;

/// Names the next hop of a lane.
public interface Routes {
  Hop hopFor(Lane lane);
}
