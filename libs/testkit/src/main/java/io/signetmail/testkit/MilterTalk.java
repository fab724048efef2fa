package io.signetmail.testkit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// An MTA as a milter sees it (protocol version 6), which says whatever it is told, right or wrong.
/// One thread. Written from the protocol, not from our own code, so that it can contradict it.
public final class MilterTalk implements AutoCloseable {
  /// What Postfix 3.7 offers its filters.
  public static final int ALL_ACTIONS = 0x1FF;

  /// The same for the steps of the protocol.
  public static final int ALL_STEPS = 0x1FFFFF;

  private static final int SECONDS = 20;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private int steps;

  /// One answer: its code, and the rest with NUL as `|`.
  public record Answer(char code, String text) {
    @Override
    public String toString() {
      return code + " " + text;
    }
  }

  /// Connects; says nothing yet.
  public MilterTalk(int port) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setSoTimeout(SECONDS * 1000);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  /// Offers everything and learns what the filter wants.
  public MilterTalk negotiate() throws IOException {
    negotiate(6, ALL_ACTIONS, ALL_STEPS);
    return this;
  }

  /// Offers this; the three numbers the filter answers with.
  public List<Integer> negotiate(int version, int actions, int offered) throws IOException {
    out.writeInt(13);
    out.writeByte('O');
    out.writeInt(version);
    out.writeInt(actions);
    out.writeInt(offered);
    out.flush();
    int length = in.readInt();
    int code = in.readByte();
    if (length != 13 || code != 'O') {
      throw new IOException("negotiation was answered with " + (char) code);
    }
    var answer = List.of(in.readInt(), in.readInt(), in.readInt());
    steps = answer.get(2);
    return answer;
  }

  /// Sends a packet; `data` has `|` for NUL.
  public MilterTalk send(char code, String data) throws IOException {
    return send(code, data.replace('|', '\0').getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Sends a packet.
  public MilterTalk send(char code, byte[] data) throws IOException {
    out.writeInt(data.length + 1);
    out.writeByte(code);
    out.write(data);
    out.flush();
    return this;
  }

  /// Sends any octets.
  public MilterTalk raw(byte[] octets) throws IOException {
    out.write(octets);
    out.flush();
    return this;
  }

  /// Facts for the command with this code.
  public MilterTalk macros(char code, Map<String, String> values) throws IOException {
    var data = new StringBuilder().append(code);
    values.forEach((name, value) -> data.append(name).append('|').append(value).append('|'));
    return send('D', data.toString());
  }

  /// A client at this address.
  public MilterTalk connect(String name, String address) throws IOException {
    boolean six = address.indexOf(':') >= 0;
    send('C', name + "|" + (six ? '6' : '4') + "\u0010\u0011" + address + "|");
    return skipUnless(0x1000).helo(name);
  }

  private MilterTalk helo(String name) throws IOException {
    send('H', name + "|");
    return skipUnless(0x2000);
  }

  /// MAIL; what the filter says.
  public Answer mail(String path) throws IOException {
    send('M', path + "|");
    return answer();
  }

  /// RCPT; what the filter says.
  public Answer rcpt(String path) throws IOException {
    send('R', path + "|");
    return answer();
  }

  /// A message as an MTA takes it apart, up to and with its end: the changes, then the last word.
  public List<Answer> message(String text) throws IOException {
    var crlf = text.replace("\r\n", "\n").replace("\n", "\r\n");
    int end = crlf.indexOf("\r\n\r\n");
    for (var field : crlf.substring(0, end).split("\r\n(?![ \t])", -1)) {
      int colon = field.indexOf(':');
      send(
          'L',
          field.substring(0, colon) + "|" + field.substring(colon + 1).replace("\r\n", "\n") + "|");
      skipUnless(0x80);
    }
    send('N', "");
    skipUnless(0x40000);
    send('B', crlf.substring(end + 4));
    skipUnless(0x80000);
    return end();
  }

  /// The end of a message.
  public List<Answer> end() throws IOException {
    send('E', "");
    var answers = new ArrayList<Answer>();
    do {
      answers.add(answer());
    } while ("himqp+-2be".indexOf(answers.getLast().code()) >= 0);
    return answers;
  }

  /// The next answer.
  public Answer answer() throws IOException {
    int length = in.readInt();
    char code = (char) in.readByte();
    var data = new byte[length - 1];
    in.readFully(data);
    var text = new StringBuilder();
    int from = code == 'i' || code == 'm' ? 4 : 0;
    if (from > 0) {
      text.append(data[3]).append('|');
    }
    text.append(new String(data, from, data.length - from, StandardCharsets.UTF_8));
    return new Answer(code, text.toString().replace('\0', '|'));
  }

  private MilterTalk skipUnless(int quiet) throws IOException {
    if ((steps & quiet) == 0) {
      var _ = answer();
    }
    return this;
  }

  /// True when the filter has closed the connection without another word.
  public boolean isClosed() throws IOException {
    return socket.getInputStream().read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
