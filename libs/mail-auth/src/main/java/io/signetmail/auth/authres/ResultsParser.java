package io.signetmail.auth.authres;

import io.signetmail.auth.authres.MethodResult.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads Authentication-Results fields, our own way or the way the world writes them.
public final class ResultsParser {

  /// How much of the grammar must be obeyed.
  public enum Mode {
    /// RFC 8601 §2.2 and nothing else.
    STRICT,
    /// As STRICT, in a message that is internationalized (RFC 8601 §2.2 with RFC 6532).
    STRICT_UTF8,
    /// What deployed software writes: no authserv-id (Outlook), unquoted URLs and base64,
    /// properties of one word, empty values, a last ";", UTF-8 anywhere.
    LENIENT
  }

  /// Read, or why not.
  public sealed interface Parsed {}

  public record Ok(AuthenticationResults results) implements Parsed {}

  public record Invalid(String reason) implements Parsed {}

  private static final int MAX_CHARACTERS = 64 * 1024;
  private static final int MAX_RESULTS = 100;

  /// Ends the reading; never leaves this class and carries no stack.
  private static final class Refusal extends Exception {
    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  private final ResultsScanner scanner;
  private final Mode mode;

  private ResultsParser(String value, Mode mode) {
    this.scanner = new ResultsScanner(value, mode != Mode.STRICT);
    this.mode = mode;
  }

  /// Reads the value of a field: what stands after its colon.
  public static Parsed parse(String value, Mode mode) {
    if (value.length() > MAX_CHARACTERS) {
      return new Invalid("field over " + MAX_CHARACTERS + " characters");
    }
    var parser = new ResultsParser(value, mode);
    try {
      var results = parser.read();
      return parser.scanner.broken()
          ? new Invalid("comment or quoted string without end, or not ASCII")
          : new Ok(results);
    } catch (Refusal refusal) {
      return new Invalid(String.valueOf(refusal.getMessage()));
    }
  }

  private boolean lenient() {
    return mode == Mode.LENIENT;
  }

  private AuthenticationResults read() throws Refusal {
    var start = scanner.position();
    var authservId = word();
    if (authservId == null) {
      throw new Refusal("no authserv-id");
    }
    if (lenient() && (scanner.peek() == '=' || scanner.peek() == '/')) {
      scanner.rewind(start);
      return new AuthenticationResults("", 1, readResults(true));
    }
    var version = readVersion();
    if (lenient()) {
      skipWordsAfterAuthservId();
    }
    if (readNone()) {
      return new AuthenticationResults(authservId, version, List.of());
    }
    var results = readResults(false);
    if (results.isEmpty() && !lenient()) {
      throw new Refusal("neither a result nor none");
    }
    return new AuthenticationResults(authservId, version, results);
  }

  private int readVersion() throws Refusal {
    scanner.skipCfws();
    var digits = scanner.runHere(c -> c >= '0' && c <= '9');
    if (digits == null) {
      return 1;
    }
    if (digits.length() > 5) {
      throw new Refusal("version too long");
    }
    return Integer.parseInt(digits);
  }

  /// Yahoo writes `host from=domain; …`; a single bare word before the ";" is harmless too.
  private void skipWordsAfterAuthservId() throws Refusal {
    while (!scanner.atEnd() && scanner.peek() != ';') {
      if (word() == null) {
        throw new Refusal("unexpected text after the authserv-id");
      }
      if (scanner.take('=')) {
        readLenientValue();
      } else if (!scanner.atEnd() && scanner.peek() != ';') {
        throw new Refusal("unexpected text after the authserv-id");
      }
    }
  }

  /// RFC 8601 §2.2 `no-result`; in lenient mode a ";" may follow.
  private boolean readNone() throws Refusal {
    var start = scanner.position();
    if (scanner.take(';')) {
      var word = scanner.run(ResultsParser::isKeywordCharacter);
      if (word != null && word.equalsIgnoreCase("none") && scanner.peek() != '=') {
        if (scanner.atEnd() || (lenient() && scanner.take(';') && scanner.atEnd())) {
          return true;
        }
        if (scanner.peek() != '/' && scanner.peek() != ';') {
          throw new Refusal("text after none");
        }
      }
    }
    scanner.rewind(start);
    return false;
  }

  private List<MethodResult> readResults(boolean firstWithoutSemicolon) throws Refusal {
    var results = new ArrayList<MethodResult>();
    var needSemicolon = !firstWithoutSemicolon;
    while (!scanner.atEnd()) {
      if (needSemicolon && !scanner.take(';')) {
        throw new Refusal("no \";\" before a result");
      }
      needSemicolon = true;
      if (lenient() && (scanner.atEnd() || scanner.peek() == ';')) {
        continue; // nothing between two semicolons, or after the last
      }
      if (results.size() == MAX_RESULTS) {
        throw new Refusal("more than " + MAX_RESULTS + " results");
      }
      results.add(readResult());
    }
    return results;
  }

  private MethodResult readResult() throws Refusal {
    var method = keyword();
    if (method == null) {
      throw new Refusal("no method");
    }
    if (scanner.take('/') && scanner.run(c -> c >= '0' && c <= '9') == null) {
      throw new Refusal("no method version after \"/\"");
    }
    var result = readResultWord();
    @Nullable String reason = null;
    var properties = new ArrayList<Property>();
    while (!scanner.atEnd() && scanner.peek() != ';') {
      var property = readProperty();
      if (property.type().isEmpty() && property.name().equals("reason")) {
        reason = property.value(); // RFC 8601 §2.2 reasonspec
      } else {
        properties.add(property);
      }
    }
    return new MethodResult(method.toLowerCase(Locale.ROOT), result, reason, null, properties);
  }

  private String readResultWord() throws Refusal {
    var equals = scanner.take('=');
    var result = !equals ? null : lenient() ? word() : keyword();
    if (result == null && !lenient()) {
      throw new Refusal("no result after a method");
    }
    if (result == null && equals && scanner.peek() != ';' && !scanner.atEnd()) {
      throw new Refusal("no result after \"=\"");
    }
    return result == null ? "" : result.toLowerCase(Locale.ROOT);
  }

  /// RFC 8601 §2.2 `propspec` or `reasonspec`.
  private Property readProperty() throws Refusal {
    var type = keyword();
    if (type == null) {
      throw new Refusal("unexpected text after a result");
    }
    var name = scanner.take('.') ? keyword() : "";
    if (name == null) {
      throw new Refusal("no property after \"" + bounded(type) + ".\"");
    }
    var lowerType = type.toLowerCase(Locale.ROOT);
    if (name.isEmpty() && lenient()) {
      var dot = lowerType.indexOf('.'); // a quoted "smtp.mailfrom"
      name = dot < 0 ? lowerType : lowerType.substring(dot + 1);
      lowerType = dot < 0 ? "" : lowerType.substring(0, dot);
    } else if (name.isEmpty()) {
      if (!lowerType.equals("reason")) {
        throw new Refusal("property without a type");
      }
      name = "reason";
      lowerType = "";
    }
    if (!scanner.take('=')) {
      if (lenient()) {
        return new Property(lowerType, name.toLowerCase(Locale.ROOT), "");
      }
      throw new Refusal("property without a value");
    }
    var value = lenient() ? readLenientValue() : readStrictValue();
    return new Property(lowerType, name.toLowerCase(Locale.ROOT), value);
  }

  /// RFC 8601 §2.2 `pvalue`: token, quoted string, domain, `[local-part]@domain`.
  private String readStrictValue() throws Refusal {
    scanner.skipCfws();
    var local = scanner.quoted();
    if (local == null) {
      local = scanner.runHere(this::isValueCharacter);
    }
    if (scanner.here() == '@') {
      scanner.rewind(scanner.position() + 1);
      var domain = scanner.runHere(this::isValueCharacter);
      if (domain == null) {
        throw new Refusal("no domain after \"@\"");
      }
      return (local == null ? "" : local) + "@" + domain;
    }
    if (local == null) {
      throw new Refusal("property without a value");
    }
    return local;
  }

  private boolean isValueCharacter(char c) {
    return ResultsScanner.isTokenCharacter(c) || (mode != Mode.STRICT && c > 0x9f);
  }

  private String readLenientValue() {
    scanner.skipCfws();
    var quoted = scanner.quoted();
    var rest = scanner.runHere(c -> c > ' ' && c != ';' && c != '(' && c != '"' && c != 0x7f);
    return (quoted == null ? "" : quoted) + (rest == null ? "" : rest);
  }

  /// RFC 8601 §2.2: authserv-id is a MIME value.
  private @Nullable String word() {
    scanner.skipCfws();
    var quoted = scanner.quoted();
    return quoted != null
        ? quoted
        : scanner.runHere(c -> ResultsScanner.isTokenCharacter(c) || (lenient() && c > 0x9f));
  }

  /// RFC 5321 §4.1.2 Keyword; in lenient mode also with "_", and in quotes.
  private @Nullable String keyword() {
    scanner.skipCfws();
    if (lenient()) {
      var quoted = scanner.quoted();
      if (quoted != null) {
        return quoted;
      }
      return scanner.runHere(c -> isKeywordCharacter(c) || c == '_');
    }
    return scanner.runHere(ResultsParser::isKeywordCharacter);
  }

  private static boolean isKeywordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  }

  private static String bounded(String text) {
    return text.length() > 20 ? text.substring(0, 20) : text;
  }

  /// The authserv-id that most readers would see at the start of this value, whatever comes after.
  static Optional<String> leadingAuthservId(String value) {
    return Optional.ofNullable(new ResultsParser(value, Mode.LENIENT).word());
  }
}
