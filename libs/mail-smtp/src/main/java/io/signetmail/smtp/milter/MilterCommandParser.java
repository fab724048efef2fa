package io.signetmail.smtp.milter;

import io.signetmail.smtp.AddressRange;
import io.signetmail.smtp.milter.MilterCommand.Malformed;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// From packets to commands.
final class MilterCommandParser {
  /// Macros of one command, and arguments of MAIL and RCPT: far more than any MTA sends.
  private static final int MOST_TEXTS = 512;

  private MilterCommandParser() {}

  static MilterCommand parse(MilterPacket packet) {
    byte[] data = packet.data();
    return switch (packet.code()) {
      case 'O' -> negotiate(data);
      case 'D' -> macros(data);
      case 'C' -> connect(data);
      case 'H' -> helo(data);
      case 'M' -> path(data, MilterCommand.Mail::new);
      case 'R' -> path(data, MilterCommand.Rcpt::new);
      case 'T' -> new MilterCommand.Data();
      case 'L' -> header(data);
      case 'N' -> new MilterCommand.EndOfHeader();
      case 'B' -> new MilterCommand.Body(data);
      case 'E' -> new MilterCommand.EndOfBody(data);
      case 'A' -> new MilterCommand.Abort();
      case 'Q' -> new MilterCommand.Quit();
      case 'K' -> new MilterCommand.QuitNewConnection();
      case 'U' -> new MilterCommand.Unknown();
      default -> new Malformed("no command has code " + (int) packet.code());
    };
  }

  private static MilterCommand negotiate(byte[] data) {
    return data.length < 12
        ? new Malformed("an option negotiation of " + data.length + " octets")
        : new MilterCommand.Negotiate(
            new MilterOptions(number(data, 0), number(data, 4), number(data, 8)));
  }

  private static int number(byte[] data, int at) {
    return (data[at] & 0xFF) << 24
        | (data[at + 1] & 0xFF) << 16
        | (data[at + 2] & 0xFF) << 8
        | (data[at + 3] & 0xFF);
  }

  private static MilterCommand macros(byte[] data) {
    if (data.length == 0) {
      return new Malformed("macros without a command");
    }
    var texts = texts(data, 1, StandardCharsets.UTF_8);
    if (texts.isEmpty() || texts.get().size() % 2 != 0) {
      return new Malformed("macros that are no pairs");
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < texts.get().size(); i += 2) {
      values.put(texts.get().get(i), texts.get().get(i + 1));
    }
    return new MilterCommand.Macros((char) (data[0] & 0xFF), values);
  }

  /// Name, NUL, family; for IPv4 and IPv6 also a port of two octets, the address and NUL.
  private static MilterCommand connect(byte[] data) {
    int end = end(data, 0);
    if (end < 0 || end + 1 >= data.length) {
      return new Malformed("a connection without its family");
    }
    var name = new String(data, 0, end, StandardCharsets.UTF_8);
    int family = data[end + 1];
    return switch (family) {
      case 'U', 'L' -> new MilterCommand.Connect(name, Optional.empty(), 0);
      case '4', '6' -> connect(name, data, end + 2);
      default -> new Malformed("address family " + family);
    };
  }

  private static MilterCommand connect(String name, byte[] data, int at) {
    int end = at + 2 > data.length ? -1 : end(data, at + 2);
    if (end < 0) {
      return new Malformed("a connection without its address");
    }
    int port = (data[at] & 0xFF) << 8 | (data[at + 1] & 0xFF);
    var text = new String(data, at + 2, end - at - 2, StandardCharsets.US_ASCII);
    // Sendmail writes the prefix of an SMTP address literal, Postfix does not.
    var literal = text.regionMatches(true, 0, "IPv6:", 0, 5) ? text.substring(5) : text;
    var address =
        literal.indexOf('/') >= 0 ? Optional.<AddressRange>empty() : AddressRange.parse(literal);
    return address.isEmpty()
        ? new Malformed("a connection from what is no address")
        : new MilterCommand.Connect(name, address.map(AddressRange::network), port);
  }

  private static MilterCommand helo(byte[] data) {
    var texts = texts(data, 0, StandardCharsets.UTF_8);
    return texts.isEmpty() || texts.get().size() != 1
        ? new Malformed("HELO without one name")
        : new MilterCommand.Helo(texts.get().getFirst());
  }

  private static MilterCommand path(
      byte[] data, BiFunction<String, List<String>, MilterCommand> command) {
    var texts = texts(data, 0, StandardCharsets.UTF_8);
    if (texts.isEmpty() || texts.get().isEmpty()) {
      return new Malformed("an envelope command without an address");
    }
    return command.apply(texts.get().getFirst(), texts.get().subList(1, texts.get().size()));
  }

  private static MilterCommand header(byte[] data) {
    var texts = texts(data, 0, StandardCharsets.ISO_8859_1);
    return texts.isEmpty() || texts.get().size() != 2
        ? new Malformed("a header field that is no pair")
        : new MilterCommand.Header(texts.get().get(0), texts.get().get(1));
  }

  /// Texts that each end in NUL; empty when the last one does not, or there are too many.
  private static Optional<List<String>> texts(byte[] data, int from, Charset charset) {
    var texts = new ArrayList<String>();
    int at = from;
    while (at < data.length) {
      int end = end(data, at);
      if (end < 0 || texts.size() == MOST_TEXTS) {
        return Optional.empty();
      }
      texts.add(new String(data, at, end - at, charset));
      at = end + 1;
    }
    return Optional.of(texts);
  }

  private static int end(byte[] data, int from) {
    for (int i = from; i < data.length; i++) {
      if (data[i] == 0) {
        return i;
      }
    }
    return -1;
  }
}
