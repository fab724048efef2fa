package io.signetmail.ingress.server;

import io.signetmail.ingress.limit.Limit;
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
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
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

  /// A read gets its own timeout first, with its reply; only what that does not reach is cut off.
  private static final Duration READ_GRACE = Duration.ofSeconds(2);

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

  /// The TCP socket under it all. Closing it always returns at once and ends whatever is blocked;
  /// closing an SSLSocket waits for a writer that waits for a client that does not read.
  private final Socket plain;

  private volatile Socket socket;
  private volatile @Nullable Reply farewell;
  private volatile long writingSince;
  private volatile long handshakeSince;
  private @Nullable InetAddress admitted;
  private long messageEnds;
  private volatile TimedInput input;
  private LineReader lines;
  private OutputStream output;
  private @Nullable MessageReader chunks;

  SmtpConnection(Socket socket, Door door, SmtpSession session, TlsContexts certificates)
      throws IOException {
    this.plain = socket;
    this.socket = socket;
    this.door = door;
    this.session = session;
    this.certificates = certificates;
    this.endsAt = System.nanoTime() + door.times().lifetime().toNanos();
    this.input = new TimedInput(socket);
    this.lines = new LineReader(input);
    this.output = socket.getOutputStream();
  }

  @Override
  public void run() {
    try {
      converse();
    } catch (SocketTimeoutException _) {
      session.reached(Limit.IDLE_TIME);
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
      if (admitted != null) {
        door.admission().leave(admitted);
      }
    }
  }

  private void converse() throws IOException {
    boolean proxied = door.ports().trusted().proxies(session.peer().address());
    if (proxied && !readProxyHeader()) {
      return;
    }
    if (!mayEnter(proxied)) {
      return;
    }
    if (door.implicitTls() && !startTls()) {
      return;
    }
    write(session.greeting());
    boolean open = true;
    while (open) {
      input.allow(commandTime());
      if (!phase.compareAndSet(Phase.BUSY, Phase.WAITING)) {
        return;
      }
      var last = farewell;
      if (last != null) {
        sayLast(last);
        return;
      }
      var line = lines.readLine(session.maxLine());
      if (!phase.compareAndSet(Phase.WAITING, Phase.BUSY)) {
        return; // ended meanwhile: 421 is on its way
      }
      open = take(session.handle(line));
    }
  }

  /// Between the chunks of a message the message's own deadline counts as well.
  private Duration commandTime() {
    var idle = door.times().idle();
    if (!session.betweenChunks()) {
      return idle;
    }
    var left = Duration.ofNanos(messageEnds - System.nanoTime());
    return left.compareTo(idle) < 0 ? left : idle;
  }

  private void expectMessage() {
    input.allow(door.times().data(), door.times().pace());
  }

  private boolean mayEnter(boolean proxied) throws IOException {
    var address = session.peer().address();
    if (!proxied
        && door.gateways().contains(address)
        && !door.ports().trusted().mayXclient(address)) {
      session.reached(Limit.OWN_GATEWAY);
      LOG.error(
          "REFUSED: a client connects to {} with the address of our own gateway, {}. Its real"
              + " address is lost, so SPF would judge the gateway. Let the load balancer send a"
              + " PROXY header (signet.smtp.proxy-from), or forward without changing addresses;"
              + " if hosts behind it are really meant, name it in signet.smtp.direct-from",
          door.label(),
          address.getHostAddress());
      write(Replies.OWN_GATEWAY);
      return false;
    }
    var limit = door.admission().enter(address);
    if (limit.isPresent()) {
      session.reached(limit.get());
      write(Replies.TOO_MANY_CONNECTIONS);
      return false;
    }
    admitted = address;
    return true;
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
        expectMessage();
        yield answer(session.received(new MessageReader(lines, max, allowance).readData()));
      }
      case Step.ReadChunk chunk -> readChunk(chunk);
      case Step.SkipChunk(var octets, var then) -> {
        expectMessage();
        yield new MessageReader(lines, 0, _ -> true).readChunk(octets) && take(then);
      }
    };
  }

  private boolean readChunk(Step.ReadChunk chunk) throws IOException {
    if (chunk.first() || chunks == null) {
      chunks = new MessageReader(lines, chunk.maxOctets(), chunk.allowance());
      messageEnds = System.nanoTime() + door.times().data().toNanos();
    }
    input.allow(Duration.ofNanos(messageEnds - System.nanoTime()), door.times().pace());
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
    if (asksForCertificate()) {
      parameters.setWantClientAuth(true);
    }
    tls.setSSLParameters(parameters);
    tls.setSoTimeout(Math.toIntExact(HANDSHAKE_TIME.toMillis()));
    socket = tls;
    handshakeSince = System.nanoTime() | 1;
    tls.startHandshake();
    handshakeSince = 0;
    input = new TimedInput(tls);
    lines = new LineReader(input);
    output = tls.getOutputStream();
    var facts = tls.getSession();
    session.secured(
        new TlsFacts(
            facts.getProtocol(),
            facts.getCipherSuite(),
            TlsBindings.of(facts),
            asksForCertificate() ? ClientCertificate.of(facts) : Optional.empty()));
  }

  /// Only where one could mean something: some clients cannot cope with the question.
  private boolean asksForCertificate() {
    return door.rules().kind().submits() && !door.ports().trusted().certificates().isEmpty();
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
    end(Replies.SHUTTING_DOWN);
  }

  /// A client that does not read must not hold up the thread that ends connections.
  private void end(Reply reply) {
    farewell = reply;
    if (phase.compareAndSet(Phase.WAITING, Phase.ENDING)) {
      Thread.startVirtualThread(() -> {
        sayLast(reply);
        close();
      });
    }
  }

  /// Ends connections that outlived themselves, whose client stopped reading, that shake hands for
  /// ever, or whose TLS records trickle in. Never blocks.
  void closeIfOverdue(long now) {
    if (isOver(writingSince, now, door.times().write())) {
      abort(Limit.UNREAD_REPLIES);
    } else if (isOver(handshakeSince, now, HANDSHAKE_TIME) || input.isOverdue(now, READ_GRACE)) {
      abort(Limit.IDLE_TIME);
    } else if (now - endsAt > 0 && farewell == null) {
      session.reached(Limit.TOTAL_TIME);
      end(Replies.CONNECTION_TOO_OLD);
    }
  }

  private static boolean isOver(long since, long now, Duration time) {
    return since != 0 && now - since > time.toNanos();
  }

  private void abort(Limit limit) {
    session.reached(limit);
    LOG.info("{} cut off: {}", session.peer(), limit.label());
    abort();
  }

  /// Ends it at once, whatever the client does.
  void abort() {
    phase.set(Phase.ENDING);
    closePlain();
  }

  private void closePlain() {
    try {
      plain.close();
    } catch (IOException e) {
      LOG.debug("cutting {} off: {}", session.peer(), e.toString());
    }
  }

  /// Says goodbye in TLS, which is a write like any other.
  private void close() {
    writingSince = System.nanoTime() | 1;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing {}: {}", session.peer(), e.toString());
    } finally {
      closePlain();
    }
  }
}
