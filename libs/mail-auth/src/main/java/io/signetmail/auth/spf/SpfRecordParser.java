package io.signetmail.auth.spf;

import io.signetmail.auth.dns.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads SPF records (RFC 7208 §4.5, §4.6, §12). A record is good as a whole or not at all.
public final class SpfRecordParser {
  /// What the text turned out to be.
  public sealed interface Parsed {
    record Valid(SpfRecord record) implements Parsed {}

    record Invalid(String detail) implements Parsed {}
  }

  private static final String VERSION = "v=spf1";

  private final List<Directive> directives = new ArrayList<>();
  private final List<String> terms = new ArrayList<>();
  private @Nullable MacroString redirect;
  private @Nullable MacroString explanation;

  private SpfRecordParser() {}

  /// True for a text that claims to be an SPF record: `v=spf1`, then a space or the end (RFC 7208
  /// §4.5).
  public static boolean isSpf(String text) {
    return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
        && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
  }

  public static Parsed parse(String text) {
    if (!isSpf(text)) {
      return new Parsed.Invalid("does not begin with v=spf1");
    }
    var parser = new SpfRecordParser();
    try {
      parser.terms(text);
    } catch (SpfSyntaxException e) {
      return new Parsed.Invalid(e.detail());
    }
    return new Parsed.Valid(
        new SpfRecord(
            parser.directives,
            Optional.ofNullable(parser.redirect),
            Optional.ofNullable(parser.explanation),
            parser.terms));
  }

  private void terms(String text) throws SpfSyntaxException {
    int at = VERSION.length();
    while (at < text.length()) {
      if (text.charAt(at) == ' ') {
        at++;
        continue;
      }
      int end = text.indexOf(' ', at);
      end = end < 0 ? text.length() : end;
      var term = text.substring(at, end);
      terms.add(term);
      term(term);
      at = end;
    }
  }

  private void term(String term) throws SpfSyntaxException {
    int start = isQualifier(term.charAt(0)) ? 1 : 0;
    int end = start;
    while (end < term.length() && isNameCharacter(term.charAt(end))) {
      end++;
    }
    var name = Ascii.lower(term.substring(start, end));
    if (end < term.length() && term.charAt(end) == '=' && start == 0 && beginsWithLetter(name)) {
      modifier(name, term.substring(end + 1));
    } else {
      var mechanism = mechanism(name, term.substring(end), term);
      directives.add(new Directive(qualifier(term.charAt(0)), mechanism, term));
    }
  }

  private void modifier(String name, String value) throws SpfSyntaxException {
    switch (name) {
      // RFC 7208 §6: each of these at most once.
      case "redirect" -> redirect = once(redirect, name, MacroStringParser.domainSpec(value));
      case "exp" -> explanation = once(explanation, name, MacroStringParser.domainSpec(value));
      default -> {
        var _ = MacroStringParser.unknownModifier(value);
      }
    }
  }

  private static MacroString once(@Nullable MacroString before, String name, MacroString now)
      throws SpfSyntaxException {
    if (before != null) {
      throw new SpfSyntaxException("modifier given twice", name);
    }
    return now;
  }

  /// `rest` is what follows the name: nothing, ":" and a value, or "/" and a prefix length.
  private static Mechanism mechanism(String name, String rest, String term)
      throws SpfSyntaxException {
    return switch (name) {
      case "all" -> {
        if (!rest.isEmpty()) {
          throw new SpfSyntaxException("'all' takes no argument", term);
        }
        yield new Mechanism.All();
      }
      case "include" -> new Mechanism.Include(MacroStringParser.domainSpec(value(rest, term)));
      case "exists" -> new Mechanism.Exists(MacroStringParser.domainSpec(value(rest, term)));
      case "ptr" ->
          new Mechanism.Ptr(
              rest.isEmpty()
                  ? MacroString.CURRENT_DOMAIN
                  : MacroStringParser.domainSpec(value(rest, term)));
      case "ip4" -> new Mechanism.Ip(network(value(rest, term), 4, term));
      case "ip6" -> new Mechanism.Ip(network(value(rest, term), 16, term));
      case "a" -> {
        var cidr = DualCidr.parse(rest, term);
        yield new Mechanism.A(optionalDomain(cidr.before(), term), cidr.ip4(), cidr.ip6());
      }
      case "mx" -> {
        var cidr = DualCidr.parse(rest, term);
        yield new Mechanism.Mx(optionalDomain(cidr.before(), term), cidr.ip4(), cidr.ip6());
      }
      default -> throw new SpfSyntaxException("unknown mechanism", term);
    };
  }

  private static MacroString optionalDomain(String text, String term) throws SpfSyntaxException {
    return text.isEmpty()
        ? MacroString.CURRENT_DOMAIN
        : MacroStringParser.domainSpec(value(text, term));
  }

  private static String value(String rest, String term) throws SpfSyntaxException {
    if (!rest.startsWith(":")) {
      throw new SpfSyntaxException("argument missing", term);
    }
    return rest.substring(1);
  }

  private static IpNetwork network(String value, int octets, String term)
      throws SpfSyntaxException {
    int slash = value.indexOf('/');
    var address = slash < 0 ? value : value.substring(0, slash);
    int prefix =
        slash < 0
            ? octets * 8
            : DualCidr.prefixLength(value.substring(slash + 1), octets * 8, term);
    return IpNetwork.parse(address, octets, prefix)
        .orElseThrow(() -> new SpfSyntaxException("not an address", term));
  }

  private static boolean isQualifier(char c) {
    return c == '+' || c == '-' || c == '~' || c == '?';
  }

  private static Qualifier qualifier(char c) {
    return switch (c) {
      case '-' -> Qualifier.FAIL;
      case '~' -> Qualifier.SOFTFAIL;
      case '?' -> Qualifier.NEUTRAL;
      default -> Qualifier.PASS;
    };
  }

  /// name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
  private static boolean isNameCharacter(char c) {
    return Ascii.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.';
  }

  private static boolean beginsWithLetter(String name) {
    return !name.isEmpty() && Ascii.isLetter(name.charAt(0));
  }
}
