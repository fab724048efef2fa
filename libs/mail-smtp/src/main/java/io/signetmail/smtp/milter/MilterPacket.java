package io.signetmail.smtp.milter;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/// One unit of the wire: a length of four octets, a command, and what belongs to it.
///
/// The octets are shared, not copied: whoever holds a packet must not write into them.
public final class MilterPacket {
  private final char code;
  private final byte[] data;

  /// A packet of our own making.
  public MilterPacket(char code, byte[] data) {
    this.code = code;
    this.data = data;
  }

  /// What reading led to.
  public sealed interface Read {
    /// A whole packet.
    record Whole(MilterPacket packet) implements Read {}

    /// The stream ended between two packets.
    record End() implements Read {}

    /// A length that cannot be: what follows cannot be told apart any more.
    record Impossible(long length) implements Read {}
  }

  /// Reads the next packet, with at most `most` octets behind its length.
  ///
  /// @throws EOFException when the stream ends inside a packet
  public static Read read(InputStream in, int most) throws IOException {
    int first = in.read();
    if (first < 0) {
      return new Read.End();
    }
    long length = first;
    for (int i = 0; i < 3; i++) {
      length = length << 8 | need(in.read());
    }
    if (length < 1 || length > most) {
      return new Read.Impossible(length);
    }
    char code = (char) need(in.read());
    int rest = (int) length - 1;
    byte[] data = in.readNBytes(rest);
    if (data.length < rest) {
      throw new EOFException("ended " + (rest - data.length) + " octets before the packet did");
    }
    return new Read.Whole(new MilterPacket(code, data));
  }

  private static int need(int octet) throws EOFException {
    if (octet < 0) {
      throw new EOFException("ended inside a packet");
    }
    return octet;
  }

  /// The command, an ASCII letter if all is well.
  public char code() {
    return code;
  }

  /// What follows it.
  public byte[] data() {
    return data;
  }

  /// The packet as it goes over the wire.
  public byte[] bytes() {
    int length = data.length + 1;
    var wire = new byte[length + 4];
    wire[0] = (byte) (length >>> 24);
    wire[1] = (byte) (length >>> 16);
    wire[2] = (byte) (length >>> 8);
    wire[3] = (byte) length;
    wire[4] = (byte) code;
    System.arraycopy(data, 0, wire, 5, data.length);
    return wire;
  }

  @Override
  public String toString() {
    return "packet " + (int) code + " (" + data.length + " octets)";
  }
}
