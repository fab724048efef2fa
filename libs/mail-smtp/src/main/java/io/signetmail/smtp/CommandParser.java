package io.signetmail.smtp;

import io.signetmail.smtp.Command.Malformed;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Optional;

/// The command grammar of RFC 5321 §4.1.2 and of the extensions.
///
/// One leniency, because so many clients need it: blanks after the colon of `MAIL FROM:` and `RCPT
/// TO:`, and blanks at the end of any line (RFC 5321 §4.1.1).
final class CommandParser {
  private static final int MAX_HELO = 255;

  private final String verb;
  private final String rest;
  private final boolean hasArgument;

  private CommandParser(String verb, String rest, boolean hasArgument) {
    this.verb = verb;
    this.rest = rest;
    this.hasArgument = hasArgument;
  }

  static Command parse(byte[] line) {
    var text = decode(line);
    if (text.isEmpty() || text.get().chars().anyMatch(CommandParser::isControl)) {
      return new Malformed("?", Replies.NOT_TEXT);
    }
    var trimmed = text.get().stripTrailing();
    int blank = trimmed.indexOf(' ');
    var verb = (blank < 0 ? trimmed : trimmed.substring(0, blank)).toUpperCase(Locale.ROOT);
    var rest = blank < 0 ? "" : trimmed.substring(blank + 1);
    return new CommandParser(verb, rest, blank >= 0).command();
  }

  private Command command() {
    return switch (verb) {
      case "EHLO" -> isHeloName(rest) ? new Command.Ehlo(rest) : malformed(Replies.BAD_HELO);
      case "HELO" -> isHeloName(rest) ? new Command.Helo(rest) : malformed(Replies.BAD_HELO);
      case "MAIL" -> mail();
      case "RCPT" -> rcpt();
      case "DATA" -> bare(new Command.Data());
      case "BDAT" -> bdat();
      case "RSET" -> bare(new Command.Rset());
      case "NOOP" -> new Command.Noop(); // RFC 5321 §4.1.1.9: a parameter is ignored
      case "QUIT" -> bare(new Command.Quit());
      case "HELP" -> new Command.Help();
      case "VRFY" -> isText(rest) ? new Command.Vrfy(rest) : malformed(Replies.ARGUMENT_MISSING);
      case "EXPN" -> isText(rest) ? new Command.Expn(rest) : malformed(Replies.ARGUMENT_MISSING);
      case "STARTTLS" -> bare(new Command.StartTls());
      case "AUTH" -> auth();
      case "XCLIENT" -> xclient();
      default -> new Command.Unknown(verb.length() > 32 ? verb.substring(0, 32) : verb);
    };
  }

  private Command bare(Command command) {
    return hasArgument ? malformed(Replies.NO_ARGUMENT_ALLOWED) : command;
  }

  private Command malformed(Reply reply) {
    return new Malformed(verb, reply);
  }

  private Command mail() {
    var scanner = new AddressScanner(rest);
    if (!scanner.takeIgnoringCase("FROM:")) {
      return malformed(Replies.MAIL_SYNTAX);
    }
    skipBlanks(scanner);
    ReversePath from;
    if (scanner.takeIgnoringCase("<>")) {
      from = ReversePath.none();
    } else {
      var mailbox = scanner.path();
      if (mailbox == null) {
        return malformed(Replies.BAD_SENDER);
      }
      from = ReversePath.of(mailbox);
    }
    return switch (ParameterParser.mail(parameters(scanner))) {
      case ParameterParser.Ok<MailParameters>(var value) -> new Command.Mail(from, value);
      case ParameterParser.Bad<MailParameters>(var reply) -> malformed(reply);
    };
  }

  private Command rcpt() {
    var scanner = new AddressScanner(rest);
    if (!scanner.takeIgnoringCase("TO:")) {
      return malformed(Replies.RCPT_SYNTAX);
    }
    skipBlanks(scanner);
    ForwardPath to;
    if (scanner.takeIgnoringCase("<postmaster>")) {
      to = new ForwardPath.Postmaster();
    } else {
      var mailbox = scanner.path();
      if (mailbox == null) {
        return malformed(Replies.BAD_RECIPIENT);
      }
      to = ForwardPath.of(mailbox);
    }
    return switch (ParameterParser.rcpt(parameters(scanner))) {
      case ParameterParser.Ok<DsnRequest>(var value) -> new Command.Rcpt(to, value);
      case ParameterParser.Bad<DsnRequest>(var reply) -> malformed(reply);
    };
  }

  private static void skipBlanks(AddressScanner scanner) {
    while (scanner.take(' ')) {
      // RFC 5321 §3.3 forbids them; most servers take them.
    }
  }

  /// The parameter list: empty, or led by a blank; anything else right after the path is an error.
  private String parameters(AddressScanner scanner) {
    return rest.substring(scanner.position());
  }

  private Command bdat() {
    var words = rest.split(" +", -1);
    boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
    boolean number = words[0].matches("[0-9]{1,15}");
    if (!number || words.length > 2 || (words.length == 2 && !last)) {
      return malformed(Replies.BDAT_SYNTAX);
    }
    return new Command.Bdat(Long.parseLong(words[0]), last);
  }

  private Command auth() {
    var words = rest.split(" ", -1);
    if (!words[0].matches("[A-Za-z0-9_-]{1,20}") || words.length > 2) {
      return malformed(Replies.AUTH_SYNTAX);
    }
    var initial = words.length == 2 ? Optional.of(words[1]) : Optional.<String>empty();
    return new Command.Auth(words[0].toUpperCase(Locale.ROOT), initial);
  }

  private Command xclient() {
    var attributes = new HashMap<String, String>();
    for (var word : rest.split(" +", -1)) {
      int equals = word.indexOf('=');
      var value = equals < 1 ? Optional.<String>empty() : Xtext.decode(word.substring(equals + 1));
      if (value.isEmpty() || value.get().chars().anyMatch(CommandParser::isControl)) {
        return malformed(Replies.XCLIENT_SYNTAX);
      }
      attributes.put(word.substring(0, equals).toUpperCase(Locale.ROOT), value.get());
    }
    return new Command.Xclient(attributes);
  }

  /// A name or an address literal; underscores too, which many a workstation has in its name.
  /// Nothing that could mean something in a header field, an A-R comment or a log gets through.
  private static boolean isHeloName(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_HELO
        && text.chars()
            .allMatch(c ->
                (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || ".-_:[]".indexOf(c) >= 0);
  }

  private static boolean isText(String text) {
    return !text.isEmpty() && !text.equals("\"\"");
  }

  private static boolean isControl(int c) {
    return c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
  }

  private static Optional<String> decode(byte[] line) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }
}
