package io.signetmail.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// A socket's input with a deadline that octets trickling in do not move.
///
/// `SO_TIMEOUT` alone restarts with every octet, so a peer could hold a connection forever. One
/// thread reads; another may ask whether a read {@link #isOverdue}.
public final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private long deadline;
  private Pace pace = Pace.ANY;
  private long waited;
  private long arrived;

  /// When the read that goes on has to be over; 0 between reads.
  private volatile long readEnds;

  /// Reads from `socket`, at first with five minutes in all.
  public TimedInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
  }

  /// Lets all reads from now on end after `time`, together.
  public void allow(Duration time) {
    allow(time, Pace.ANY);
  }

  /// The same for a peer that has to keep a pace as well.
  public void allow(Duration time, Pace atLeast) {
    deadline = System.nanoTime() + time.toNanos();
    pace = atLeast;
    waited = 0;
    arrived = 0;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    long start = System.nanoTime();
    long remaining = remaining(start);
    long millis = remaining / 1_000_000;
    if (millis <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    socket.setSoTimeout((int) Math.min(millis, Integer.MAX_VALUE));
    readEnds = (start + remaining) | 1;
    try {
      int count = in.read(target, offset, length);
      keptWaiting(System.nanoTime() - start, count);
      return count;
    } finally {
      readEnds = 0;
    }
  }

  private long remaining(long now) {
    long inAll = deadline - now;
    return pace.isAny() ? inAll : Math.min(inAll, pace.within().toNanos() - waited);
  }

  private void keptWaiting(long nanos, int octets) {
    waited += nanos;
    arrived += Math.max(octets, 0);
    if (arrived >= pace.octets()) {
      waited = 0;
      arrived = 0;
    }
  }

  /// True when a read goes on `grace` longer than it may: in TLS one read is many of the socket,
  /// each with a timeout of its own, so a record that trickles in escapes `SO_TIMEOUT`.
  public boolean isOverdue(long now, Duration grace) {
    long ends = readEnds;
    return ends != 0 && now - ends > grace.toNanos();
  }

  @Override
  public int available() throws IOException {
    return in.available();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
