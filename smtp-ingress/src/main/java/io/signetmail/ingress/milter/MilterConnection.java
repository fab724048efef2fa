package io.signetmail.ingress.milter;

import io.signetmail.bus.MessageId;
import io.signetmail.ingress.limit.Limit;
import io.signetmail.ingress.limit.LimitCounter;
import io.signetmail.ingress.session.ListenerKind;
import io.signetmail.smtp.TimedInput;
import io.signetmail.smtp.milter.MilterCommand;
import io.signetmail.smtp.milter.MilterPacket;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One MTA's connection: reads and answers on one virtual thread. {@link #closeIfStuck} and {@link
/// #drain} may be called by others.
final class MilterConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(MilterConnection.class);

  /// A body comes in pieces of 64 KiB; a header field may be longer, but not much.
  private static final int LARGEST_PACKET = 1024 * 1024;

  private static final int BUFFER = 64 * 1024;

  /// A response that its MTA does not read.
  private static final long WRITE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /// Deadlines of a connection.
  ///
  /// @param idle for a command
  /// @param message from MAIL to the end of the message
  /// @param lifetime after which no further message is begun
  record Times(Duration idle, Duration message, Duration lifetime) {}

  private final Socket socket;
  private final MilterSession session;
  private final Consumer<MessageId> lost;
  private final LimitCounter limits;
  private final Times times;
  private final long endsAt;
  private volatile boolean busy;
  private volatile boolean draining;
  private volatile long writingSince;

  /// @param lost hears of messages whose answer did not reach the MTA
  MilterConnection(
      Socket socket,
      MilterSession session,
      Consumer<MessageId> lost,
      LimitCounter limits,
      Times times) {
    this.socket = socket;
    this.session = session;
    this.lost = lost;
    this.limits = limits;
    this.times = times;
    this.endsAt = System.nanoTime() + times.lifetime().toNanos();
  }

  @Override
  public void run() {
    try {
      converse();
    } catch (SocketTimeoutException _) {
      limits.reached(ListenerKind.MILTER.label(), Limit.IDLE_TIME);
      LOG.info("an MTA was silent for too long");
    } catch (IOException e) {
      LOG.debug("an MTA is gone: {}", e.toString());
    } catch (RuntimeException e) {
      // One bad message must not be more than that.
      LOG.error("defect in a milter session, its MTA has to defer", e);
    } finally {
      session.close();
      close();
    }
  }

  private void converse() throws IOException {
    var timed = new TimedInput(socket);
    var in = new BufferedInputStream(timed, BUFFER);
    var out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
    long messageEnds = 0;
    boolean open = true;
    while (open && !(draining && !session.inMessage())) {
      long now = System.nanoTime();
      if (!session.inMessage()) {
        messageEnds = 0;
        if (now - endsAt > 0) {
          limits.reached(ListenerKind.MILTER.label(), Limit.TOTAL_TIME);
          return;
        }
        timed.allow(times.idle());
      } else {
        messageEnds = messageEnds == 0 ? now + times.message().toNanos() : messageEnds;
        timed.allow(Duration.ofNanos(Math.min(messageEnds - now, times.idle().toNanos())));
      }
      open = step(in, out);
    }
  }

  private boolean step(InputStream in, OutputStream out) throws IOException {
    return switch (MilterPacket.read(in, LARGEST_PACKET)) {
      case MilterPacket.Read.End _ -> false;
      case MilterPacket.Read.Impossible(var length) -> {
        LOG.warn("an MTA is left, it has to defer: a packet of {} octets", length);
        yield false;
      }
      case MilterPacket.Read.Whole(var packet) -> answer(MilterCommand.parse(packet), out);
    };
  }

  private boolean answer(MilterCommand command, OutputStream out) throws IOException {
    busy = true;
    try {
      var step = session.handle(command);
      write(step, out);
      return !step.close();
    } finally {
      busy = session.inMessage();
    }
  }

  private void write(MilterStep step, OutputStream out) throws IOException {
    if (step.responses().isEmpty()) {
      return;
    }
    writingSince = System.nanoTime() | 1;
    try {
      for (var response : step.responses()) {
        out.write(response.bytes());
      }
      out.flush();
    } catch (IOException e) {
      session.taken().ifPresent(lost);
      throw e;
    } finally {
      writingSince = 0;
    }
  }

  /// Ends a connection whose MTA stopped reading.
  void closeIfStuck(long now) {
    long since = writingSince;
    if (since != 0 && now - since > WRITE_NANOS) {
      limits.reached(ListenerKind.MILTER.label(), Limit.UNREAD_REPLIES);
      close();
    }
  }

  /// Ends it now, or after the message in progress.
  void drain() {
    draining = true;
    if (!busy) {
      close();
    }
  }

  /// Ends it at once. There is no TLS here, so closing does not block.
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing: {}", e.toString());
    }
  }
}
