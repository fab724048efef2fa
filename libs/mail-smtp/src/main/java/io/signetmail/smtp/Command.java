package io.signetmail.smtp;

import java.util.Map;
import java.util.Optional;

/// One command line, understood (RFC 5321 §4.1.1 and the extensions in the package comment).
public sealed interface Command {

  /// RFC 5321 §4.1.1.1.
  record Ehlo(String domain) implements Command {}

  /// RFC 5321 §4.1.1.1.
  record Helo(String domain) implements Command {}

  /// RFC 5321 §4.1.1.2.
  record Mail(ReversePath from, MailParameters parameters) implements Command {}

  /// RFC 5321 §4.1.1.3.
  record Rcpt(ForwardPath to, DsnRequest dsn) implements Command {}

  /// RFC 5321 §4.1.1.4.
  record Data() implements Command {}

  /// RFC 3030 §2.
  record Bdat(long octets, boolean last) implements Command {}

  /// RFC 5321 §4.1.1.5.
  record Rset() implements Command {}

  /// RFC 5321 §4.1.1.9.
  record Noop() implements Command {}

  /// RFC 5321 §4.1.1.10.
  record Quit() implements Command {}

  /// RFC 5321 §4.1.1.8.
  record Help() implements Command {}

  /// RFC 5321 §4.1.1.6.
  record Vrfy(String text) implements Command {}

  /// RFC 5321 §4.1.1.7.
  record Expn(String text) implements Command {}

  /// RFC 3207 §4.
  record StartTls() implements Command {}

  /// RFC 4954 §4. The initial response may be a password: it is never printed.
  record Auth(String mechanism, Optional<String> initialResponse) implements Command {
    @Override
    public String toString() {
      return "Auth[mechanism=" + mechanism + "]";
    }
  }

  /// Postfix' XCLIENT: attribute in upper case → decoded value.
  record Xclient(Map<String, String> attributes) implements Command {

    /// Copies the map.
    public Xclient {
      attributes = Map.copyOf(attributes);
    }
  }

  /// A verb nobody here knows.
  record Unknown(String verb) implements Command {}

  /// A known verb with something wrong; the reply says what.
  record Malformed(String verb, Reply reply) implements Command {}

  /// Reads a line without its CRLF.
  static Command parse(byte[] line) {
    return CommandParser.parse(line);
  }
}
