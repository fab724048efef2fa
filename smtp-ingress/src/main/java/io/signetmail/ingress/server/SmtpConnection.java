package io.signetmail.ingress.server;

import io.signetmail.ingress.session.Peer;
import io.signetmail.ingress.session.SmtpSession;
import io.signetmail.ingress.session.Step;
import io.signetmail.ingress.session.TlsFacts;
import io.signetmail.smtp.LineReader;
import io.signetmail.smtp.MessageReader;
import io.signetmail.smtp.ProxyHeader;
import io.signetmail.smtp.Replies;
import io.signetmail.smtp.Reply;
import io.signetmail.smtp.TimedInput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client connection, read and answered by one virtual thread.
///
/// Another thread may end it: {@link #drain} while it waits for a command, {@link #abort} at any
/// time.
final class SmtpConnection implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(SmtpConnection.class);
  private static final Duration PROXY_TIME = Duration.ofSeconds(10);
  private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(30);

  /// A reply a client does not read for so long is not going to be read.
  private static final Duration WRITE_TIME = Duration.ofSeconds(60);

  private enum Phase {
    WAITING,
    BUSY,
    ENDING
  }

  private final Door door;
  private final SmtpSession session;
  private final TlsContexts certificates;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.BUSY);
  private final long endsAt;
  private volatile Socket socket;
  private volatile boolean draining;
  private volatile long writingSince;
  private TimedInput input;
  private LineReader lines;
  private OutputStream output;
  private @Nullable MessageReader chunks;

  SmtpConnection(Socket socket, Door door, SmtpSession session, TlsContexts certificates)
      throws IOException {
    this.socket = socket;
    this.door = door;
    this.session = session;
    this.certificates = certificates;
    this.endsAt = System.nanoTime() + door.lifetime().toNanos();
    this.input = new TimedInput(socket);
    this.lines = new LineReader(input);
    this.output = socket.getOutputStream();
  }

  @Override
  public void run() {
    try {
      converse();
    } catch (SocketTimeoutException _) {
      sayLast(Replies.IDLE_TIMEOUT); // RFC 5321 §4.5.3.2
    } catch (IOException e) {
      LOG.debug("{} is gone: {}", session.peer(), e.toString());
    } catch (RuntimeException e) {
      // One bad session must not be more than that.
      LOG.error("defect in a session with {}", session.peer(), e);
      sayLast(Replies.INTERNAL_ERROR);
    } finally {
      session.close();
      close();
    }
  }

  private void converse() throws IOException {
    if (door.ports().trusted().proxies(session.peer().address()) && !readProxyHeader()) {
      return;
    }
    if (door.implicitTls() && !startTls()) {
      return;
    }
    write(session.greeting());
    boolean open = true;
    while (open) {
      input.allow(door.idle());
      if (!phase.compareAndSet(Phase.BUSY, Phase.WAITING)) {
        return;
      }
      if (draining) {
        drain();
        return;
      }
      var line = lines.readLine(session.maxLine());
      if (!phase.compareAndSet(Phase.WAITING, Phase.BUSY)) {
        return; // drained meanwhile: 421 is on its way
      }
      open = take(session.handle(line));
    }
  }

  /// Octet by octet from the socket itself: TLS may follow, and nothing may be read ahead of it.
  private boolean readProxyHeader() throws IOException {
    input.allow(PROXY_TIME);
    return switch (ProxyHeader.read(input)) {
      case ProxyHeader.From(var address, var port) -> {
        session.proxied(Peer.of(address, port));
        yield true;
      }
      case ProxyHeader.Local _ -> true;
      case ProxyHeader.Invalid(var reason) -> {
        LOG.warn("{} is configured to send a PROXY header: {}", session.peer(), reason);
        yield false;
      }
    };
  }

  /// Does one step; false when the connection is to end.
  private boolean take(Step step) throws IOException {
    return switch (step) {
      case Step.Say(var reply) -> {
        write(reply);
        yield true;
      }
      case Step.SayAndClose(var reply) -> {
        write(reply);
        yield false;
      }
      case Step.Close _ -> false;
      case Step.StartTls(var reply) -> upgrade(reply);
      case Step.ReadData(var reply, var max, var allowance) -> {
        write(reply);
        input.allow(door.dataTime());
        yield answer(session.received(new MessageReader(lines, max, allowance).readData()));
      }
      case Step.ReadChunk chunk -> readChunk(chunk);
      case Step.SkipChunk(var octets, var then) -> {
        input.allow(door.dataTime());
        yield new MessageReader(lines, 0, _ -> true).readChunk(octets) && take(then);
      }
    };
  }

  private boolean readChunk(Step.ReadChunk chunk) throws IOException {
    if (chunk.first() || chunks == null) {
      chunks = new MessageReader(lines, chunk.maxOctets(), chunk.allowance());
    }
    input.allow(door.dataTime());
    if (!chunks.readChunk(chunk.octets())) {
      return false;
    }
    return chunk.last()
        ? answer(session.received(chunks.finish()))
        : take(session.chunkRead(chunks.refusal()));
  }

  /// The reply to a whole message: if it does not get through, the client will send the message
  /// again.
  private boolean answer(Step step) throws IOException {
    try {
      return take(step);
    } catch (IOException e) {
      session.replyLost();
      throw e;
    }
  }

  private boolean upgrade(Reply reply) throws IOException {
    if (lines.hasBuffered()) {
      // RFC 3207 §4.2 and the NO STARTTLS attacks: commands sent in the clear must not run as if
      // sent inside TLS.
      LOG.info("{} sent data after STARTTLS, connection closed", session.peer());
      return false;
    }
    write(reply);
    return startTls();
  }

  private boolean startTls() throws IOException {
    var context = certificates.current();
    if (context.isEmpty()) {
      return false;
    }
    try {
      secure(context.get());
      return true;
    } catch (IOException e) {
      LOG.debug("TLS handshake with {} failed: {}", session.peer(), e.toString());
      return false;
    }
  }

  private void secure(SSLContext context) throws IOException {
    var plain = socket;
    var tls =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(
                    plain, session.peer().address().getHostAddress(), plain.getPort(), true);
    tls.setUseClientMode(false);
    var parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"}); // RFC 9325 §3.1.1
    parameters.setUseCipherSuitesOrder(true);
    tls.setSSLParameters(parameters);
    tls.setSoTimeout(Math.toIntExact(HANDSHAKE_TIME.toMillis()));
    socket = tls;
    tls.startHandshake();
    input = new TimedInput(tls);
    lines = new LineReader(input);
    output = tls.getOutputStream();
    var facts = tls.getSession();
    session.secured(new TlsFacts(facts.getProtocol(), facts.getCipherSuite()));
  }

  private void write(Reply reply) throws IOException {
    writingSince = System.nanoTime() | 1;
    output.write(reply.bytes());
    output.flush();
    writingSince = 0;
  }

  private void sayLast(Reply reply) {
    try {
      write(reply);
    } catch (IOException _) {
      // It was a courtesy.
    }
  }

  /// The process is to stop: 421 now if the connection waits for a command, else after the one it
  /// works on.
  void drain() {
    draining = true;
    if (phase.compareAndSet(Phase.WAITING, Phase.ENDING)) {
      sayLast(Replies.SHUTTING_DOWN);
      close();
    }
  }

  /// Ends connections that outlived themselves or whose client stopped reading.
  void closeIfOverdue(long now) {
    long since = writingSince;
    boolean stuck = since != 0 && now - since > WRITE_TIME.toNanos();
    if (stuck || now - endsAt > 0) {
      LOG.info("{} closed: {}", session.peer(), stuck ? "does not read replies" : "lifetime over");
      abort();
    }
  }

  /// Ends it at once.
  void abort() {
    phase.set(Phase.ENDING);
    close();
  }

  private void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", session.peer(), e.toString());
    }
  }
}
