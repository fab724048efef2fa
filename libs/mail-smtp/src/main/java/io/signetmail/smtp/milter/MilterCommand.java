package io.signetmail.smtp.milter;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an MTA says to a filter. Texts are UTF-8 where nothing else is said.
public sealed interface MilterCommand {

  /// `SMFIC_OPTNEG`, the first of a connection.
  record Negotiate(MilterOptions offered) implements MilterCommand {}

  /// `SMFIC_MACRO`: facts about the command that follows.
  ///
  /// @param stage code of that command
  /// @param values by name; names of more than one letter stand in braces, `{auth_authen}`
  record Macros(char stage, Map<String, String> values) implements MilterCommand {
    /// Copies the map.
    public Macros {
      values = Map.copyOf(values);
    }
  }

  /// `SMFIC_CONNECT`.
  ///
  /// @param name confirmed name of the client, or what the MTA says when there is none
  /// @param address empty for a socket of the same machine, or when it is not known
  record Connect(String name, Optional<InetAddress> address, int port) implements MilterCommand {}

  /// `SMFIC_HELO`.
  record Helo(String name) implements MilterCommand {}

  /// `SMFIC_MAIL`.
  ///
  /// @param path as the client wrote it, usually in angle brackets
  record Mail(String path, List<String> parameters) implements MilterCommand {
    /// Copies the list.
    public Mail {
      parameters = List.copyOf(parameters);
    }
  }

  /// `SMFIC_RCPT`.
  record Rcpt(String path, List<String> parameters) implements MilterCommand {
    /// Copies the list.
    public Rcpt {
      parameters = List.copyOf(parameters);
    }
  }

  /// `SMFIC_DATA`.
  record Data() implements MilterCommand {}

  /// `SMFIC_HEADER`. One char an octet (ISO 8859-1), so that nothing is lost; lines of a folded
  /// value end in LF.
  record Header(String name, String value) implements MilterCommand {}

  /// `SMFIC_EOH`.
  record EndOfHeader() implements MilterCommand {}

  /// `SMFIC_BODY`, a piece of it. The octets are shared, not copied.
  final class Body implements MilterCommand {
    private final byte[] octets;

    Body(byte[] octets) {
      this.octets = octets;
    }

    /// Never write into them.
    public byte[] octets() {
      return octets;
    }
  }

  /// `SMFIC_BODYEOB`, which may hold the last piece. The octets are shared, not copied.
  final class EndOfBody implements MilterCommand {
    private final byte[] octets;

    EndOfBody(byte[] octets) {
      this.octets = octets;
    }

    /// Never write into them.
    public byte[] octets() {
      return octets;
    }
  }

  /// `SMFIC_ABORT`: the message is over, the connection is not.
  record Abort() implements MilterCommand {}

  /// `SMFIC_QUIT`.
  record Quit() implements MilterCommand {}

  /// `SMFIC_QUIT_NC`: the client is gone, another one follows.
  record QuitNewConnection() implements MilterCommand {}

  /// `SMFIC_UNKNOWN`: the client sent a command the MTA does not know.
  record Unknown() implements MilterCommand {}

  /// Not a command of version 6.
  record Malformed(String reason) implements MilterCommand {}

  /// Reads a packet; any packet gives a command.
  static MilterCommand parse(MilterPacket packet) {
    return MilterCommandParser.parse(packet);
  }
}
