package io.signetmail.smtp;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;

/// A socket's input with a deadline that octets trickling in do not move.
///
/// `SO_TIMEOUT` alone restarts with every octet, so a peer could hold a connection forever. One
/// thread.
public final class TimedInput extends InputStream {
  private final Socket socket;
  private final InputStream in;
  private long deadline;

  /// Reads from `socket`, at first with five minutes in all.
  public TimedInput(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
  }

  /// Lets all reads from now on end after `time`, together.
  public void allow(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    long remaining = (deadline - System.nanoTime()) / 1_000_000;
    if (remaining <= 0) {
      throw new SocketTimeoutException("deadline passed");
    }
    socket.setSoTimeout((int) Math.min(remaining, Integer.MAX_VALUE));
    return in.read(target, offset, length);
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
