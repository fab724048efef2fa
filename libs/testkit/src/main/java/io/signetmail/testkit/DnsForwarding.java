package io.signetmail.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/// Hands a query to another server unchanged and returns its answer unchanged.
final class DnsForwarding {
  private static final int TIMEOUT_MILLIS = 4_000;
  private static final int UDP_BUFFER = 65_535;

  private DnsForwarding() {}

  static byte[] ask(InetSocketAddress server, byte[] query, boolean overTcp) throws IOException {
    return overTcp ? askTcp(server, query) : askUdp(server, query);
  }

  private static byte[] askUdp(InetSocketAddress server, byte[] query) throws IOException {
    try (var socket = new DatagramSocket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(server); // The kernel then drops what anyone else sends to this port.
      socket.send(new DatagramPacket(query, query.length));
      while (true) {
        var packet = new DatagramPacket(new byte[UDP_BUFFER], UDP_BUFFER);
        socket.receive(packet);
        var answer = Arrays.copyOf(packet.getData(), packet.getLength());
        if (answer.length >= 2 && answer[0] == query[0] && answer[1] == query[1]) {
          return answer;
        }
      }
    }
  }

  private static byte[] askTcp(InetSocketAddress server, byte[] query) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server, TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      var out = new DataOutputStream(socket.getOutputStream());
      out.writeShort(query.length);
      out.write(query);
      out.flush();
      var in = new DataInputStream(socket.getInputStream());
      var answer = new byte[in.readUnsignedShort()];
      in.readFully(answer);
      return answer;
    }
  }
}
