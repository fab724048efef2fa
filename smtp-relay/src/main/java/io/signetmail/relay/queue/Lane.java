package io.signetmail.relay.queue;

import static java.util.Comparator.comparing;

import java.util.Comparator;

/// What scheduling is fair between: one tenant's mail for one destination.
///
/// The tenant of outbound mail is the user who submitted it, of inbound mail the domain it is for.
/// The destination is the recipient domain, also behind a smart host: that is what gets slow.
public record Lane(Stream stream, String tenant, String destination) implements Comparable<Lane> {

  /// Every writer touches lanes in this order, so two of them never wait for each other.
  private static final Comparator<Lane> LOCK_ORDER =
      comparing(Lane::stream).thenComparing(Lane::tenant).thenComparing(Lane::destination);

  @Override
  public int compareTo(Lane other) {
    return LOCK_ORDER.compare(this, other);
  }
}
