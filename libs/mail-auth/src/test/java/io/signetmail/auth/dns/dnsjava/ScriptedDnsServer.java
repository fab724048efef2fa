package io.signetmail.auth.dns.dnsjava;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// A real DNS server on a port of its own, UDP and TCP, saying whatever a test wants.
final class ScriptedDnsServer implements AutoCloseable {
  /// Fills in the reply to one question; false says nothing at all.
  interface Script {
    boolean answer(Record question, boolean tcp, Message reply) throws IOException;
  }

  /// One question that arrived: `TCP TXT example.com.`
  private final Queue<String> questions = new ConcurrentLinkedQueue<>();

  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Script script;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ScriptedDnsServer(Script script) {
    this.script = script;
    try {
      var loopback = InetAddress.ofLiteral("127.0.0.1");
      tcp = new ServerSocket(0, 50, loopback);
      udp = new DatagramSocket(tcp.getLocalPort(), loopback);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::serveUdp);
    threads.execute(this::serveTcp);
  }

  InetSocketAddress address() {
    return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
  }

  List<String> questions() {
    return List.copyOf(questions);
  }

  private void serveUdp() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        threads.execute(() -> replyTo(packet));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void replyTo(DatagramPacket packet) {
    try {
      var query = new byte[packet.getLength()];
      System.arraycopy(packet.getData(), 0, query, 0, query.length);
      var reply = reply(new Message(query), false);
      if (reply != null) {
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (SocketException _) {
      // closed
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        var socket = tcp.accept();
        threads.execute(() -> converse(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void converse(Socket socket) {
    try (socket) {
      var in = new DataInputStream(socket.getInputStream());
      var out = new DataOutputStream(socket.getOutputStream());
      while (true) {
        var query = new byte[in.readUnsignedShort()];
        in.readFully(query);
        var reply = reply(new Message(query), true);
        if (reply == null) {
          return;
        }
        out.writeShort(reply.length);
        out.write(reply);
        out.flush();
      }
    } catch (IOException _) {
      // the client is done
    }
  }

  private byte @Nullable [] reply(Message query, boolean overTcp) throws IOException {
    var question = query.getQuestion();
    questions.add(
        (overTcp ? "TCP " : "UDP ")
            + org.xbill.DNS.Type.string(question.getType())
            + " "
            + question.getName());
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.getHeader().setFlag(Flags.RA);
    reply.addRecord(question, Section.QUESTION);
    return script.answer(question, overTcp, reply) ? reply.toWire() : null;
  }

  @Override
  public void close() {
    try {
      udp.close();
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
