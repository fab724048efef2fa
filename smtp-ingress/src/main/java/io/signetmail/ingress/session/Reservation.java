package io.signetmail.ingress.session;

import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.MessageRoom;
import io.signetmail.smtp.Allowance;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/// The memory that one message holds, every copy counted. One thread.
///
/// Room is taken as octets arrive: what a client only announces costs nobody anything. While there
/// is none the client is not read from, up to `wait`; a message that finds none by then gives its
/// own back at once, so that messages which wait for each other do not wait in vain.
final class Reservation implements Allowance, AutoCloseable {
  /// What each message starts with: its first piece, and its envelope.
  private static final long START = 16 * 1024;

  private final MessageRoom room;
  private final InetAddress client;
  private final int copies;
  private final Duration wait;
  private long held;
  private long used;
  private Optional<Limit> refusedBy = Optional.empty();

  Reservation(MessageRoom room, InetAddress client, int copies, Duration wait) {
    this.room = room;
    this.client = client;
    this.copies = copies;
    this.wait = wait;
  }

  /// Takes room for the beginning; false when there is none in time.
  boolean start() {
    return take(START * copies);
  }

  @Override
  public boolean grow(long octets) {
    if (refusedBy.isPresent()) {
      return false;
    }
    long missing = (used + octets) * copies - held;
    if (missing > 0 && !take(missing)) {
      return false;
    }
    used += octets;
    return true;
  }

  private boolean take(long octets) {
    refusedBy = room.take(client, octets, held, wait);
    if (refusedBy.isPresent()) {
      close();
      return false;
    }
    held += octets;
    return true;
  }

  /// What was reached when it said no.
  Optional<Limit> refusedBy() {
    return refusedBy;
  }

  @Override
  public void close() {
    if (held > 0) {
      room.give(client, held);
      held = 0;
    }
  }
}
