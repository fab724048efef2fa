package io.signetmail.auth.dkim;

import io.signetmail.auth.dkim.DkimProblem.Kind;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.message.HeaderField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a DKIM-Signature (RFC 6376 §3.5, checks of §6.1.1) or an ARC-Message-Signature (RFC 8617
/// §4.1.2).
public final class DkimSignatureParser {

  /// Which of the two fields it is.
  public enum Dialect {
    DKIM,
    /// No `v=`, and `i=` is the instance number instead of the AUID.
    ARC
  }

  /// Read, or why not and what could be read of it.
  public sealed interface Parsed {}

  public record WellFormed(DkimSignature signature) implements Parsed {}

  public record Malformed(SignatureIdentity identity, DkimProblem problem) implements Parsed {}

  /// Ends the reading; never leaves this class and carries no stack.
  private static final class Refusal extends Exception {
    private final transient DkimProblem problem;

    Refusal(Kind kind, String detail) {
      super(detail, null, false, false);
      this.problem = new DkimProblem(kind, detail);
    }
  }

  private final HeaderField field;
  private final Dialect dialect;
  private final DkimLimits limits;
  private SignatureIdentity identity = SignatureIdentity.UNKNOWN;

  private DkimSignatureParser(HeaderField field, Dialect dialect, DkimLimits limits) {
    this.field = field;
    this.dialect = dialect;
    this.limits = limits;
  }

  public static Parsed parse(HeaderField field, Dialect dialect, DkimLimits limits) {
    var parser = new DkimSignatureParser(field, dialect, limits);
    try {
      return new WellFormed(parser.read());
    } catch (Refusal refusal) {
      return new Malformed(parser.identity, refusal.problem);
    }
  }

  private DkimSignature read() throws Refusal {
    if (field.end() - field.start() > DkimLimits.MAX_FIELD_BYTES) {
      throw new Refusal(
          Kind.LIMIT, "signature field over " + DkimLimits.MAX_FIELD_BYTES + " bytes");
    }
    var tags =
        switch (TagList.parse(field.messageBytes(), field.valueStart(), field.end())) {
          case TagList.Ok(var list) -> list;
          case TagList.Invalid(var reason) -> throw new Refusal(Kind.SIGNATURE_SYNTAX, reason);
        };
    identity = identify(tags);
    if (dialect == Dialect.DKIM && !required(tags, "v").equals("1")) {
      throw new Refusal(Kind.VERSION, "v= is not 1"); // RFC 6376 §6.1.1
    }
    var algorithm = algorithm(required(tags, "a"));
    var signature = base64(tags, "b");
    var bodyHash = base64(tags, "bh");
    var domain = domain(required(tags, "d"));
    var selector =
        Selector.parse(required(tags, "s"))
            .orElseThrow(() -> new Refusal(Kind.SIGNATURE_SYNTAX, "s= is not a selector"));
    var fields = signedFields(tags);
    var auidDomain = dialect == Dialect.DKIM ? auidDomain(tags, domain) : domain;
    var modes = canonicalizations(tags.value("c").orElse("simple/simple"));
    checkQueryMethods(tags);
    var timestamp = number(tags, "t");
    var expiration = number(tags, "x");
    if (timestamp.isPresent()
        && expiration.isPresent()
        && expiration.getAsLong() <= timestamp.getAsLong()) {
      throw new Refusal(Kind.SIGNATURE_SYNTAX, "x= is not after t="); // RFC 6376 §3.5
    }
    var decoded =
        new DkimSignature.SignatureTags(
            algorithm,
            domain,
            selector,
            auidDomain,
            new DkimSignature.Encoded(signature, bodyHash),
            modes.get(0),
            modes.get(1),
            fields,
            number(tags, "l"),
            timestamp,
            expiration);
    var hollow = tags.tag("b").orElseThrow().raw();
    return new DkimSignature(field, hollow, identity, decoded);
  }

  private SignatureIdentity identify(TagList tags) {
    var domain = tags.value("d").flatMap(DomainName::parse).orElse(null);
    var auid =
        dialect == Dialect.ARC
            ? null
            : tags.value("i")
                .flatMap(QuotedPrintable::decode)
                .orElse(domain == null ? null : "@" + domain);
    return new SignatureIdentity(
        domain,
        tags.value("s").flatMap(Selector::parse).orElse(null),
        tags.value("a").map(a -> a.length() > 30 ? a.substring(0, 30) : a).orElse(null),
        auid,
        tags.compactValue("b").map(b -> b.substring(0, Math.min(8, b.length()))).orElse(null));
  }

  private static String required(TagList tags, String name) throws Refusal {
    return tags.value(name)
        .orElseThrow(() -> new Refusal(Kind.MISSING_TAG, "no " + name + "= tag"));
  }

  private static Algorithm algorithm(String tag) throws Refusal {
    return Algorithm.parse(tag)
        .orElseThrow(() ->
            tag.equalsIgnoreCase("rsa-sha1")
                ? new Refusal(Kind.UNSUPPORTED, "rsa-sha1 is not accepted") // RFC 8301 §3.1
                : new Refusal(Kind.UNSUPPORTED, "a= names an unknown algorithm"));
  }

  private static byte[] base64(TagList tags, String name) throws Refusal {
    var text =
        tags.compactValue(name)
            .orElseThrow(() -> new Refusal(Kind.MISSING_TAG, "no " + name + "= tag"));
    return Base64Text.decode(text)
        .filter(bytes -> bytes.length > 0)
        .orElseThrow(() -> new Refusal(Kind.SIGNATURE_SYNTAX, name + "= is not base64"));
  }

  private static DomainName domain(String text) throws Refusal {
    return DomainName.parse(text)
        .filter(name -> !name.isRoot())
        .orElseThrow(() -> new Refusal(Kind.SIGNATURE_SYNTAX, "d= is not a domain name"));
  }

  private List<String> signedFields(TagList tags) throws Refusal {
    var text = tags.compactValue("h").orElseThrow(() -> new Refusal(Kind.MISSING_TAG, "no h= tag"));
    var names = new ArrayList<String>(24);
    var from = 0;
    while (from <= text.length()) {
      var colon = text.indexOf(':', from);
      var end = colon < 0 ? text.length() : colon;
      if (end > from) { // an empty name selects nothing, so it can do no harm
        if (names.size() == limits.maxSignedFields()) {
          throw new Refusal(Kind.LIMIT, "h= has more than " + limits.maxSignedFields() + " names");
        }
        names.add(text.substring(from, end).toLowerCase(Locale.ROOT));
      }
      from = end + 1;
    }
    if (!names.contains("from")) {
      throw new Refusal(Kind.FROM_NOT_SIGNED, "h= does not name From"); // RFC 6376 §6.1.1
    }
    return names;
  }

  /// RFC 6376 §3.5: `i=` is in the domain of `d=` or below it.
  private static DomainName auidDomain(TagList tags, DomainName domain) throws Refusal {
    var text = tags.value("i");
    if (text.isEmpty()) {
      return domain;
    }
    var auid = QuotedPrintable.decode(text.get()).orElse("");
    var at = auid.lastIndexOf('@');
    Optional<DomainName> auidDomain =
        at < 0 ? Optional.empty() : DomainName.parse(auid.substring(at + 1));
    if (auidDomain.isEmpty()) {
      throw new Refusal(Kind.SIGNATURE_SYNTAX, "i= is not an identity");
    }
    if (!auidDomain.get().isSameOrSubdomainOf(domain)) {
      throw new Refusal(Kind.DOMAIN_MISMATCH, "i= is outside of d=");
    }
    return auidDomain.get();
  }

  /// RFC 6376 §3.5: header before the slash, body after it, "simple" where missing.
  private static List<Canonicalization> canonicalizations(String tag) throws Refusal {
    var slash = tag.indexOf('/');
    var header = Canonicalization.parse(slash < 0 ? tag : tag.substring(0, slash));
    var body =
        slash < 0
            ? Optional.of(Canonicalization.SIMPLE)
            : Canonicalization.parse(tag.substring(slash + 1));
    if (header.isEmpty() || body.isEmpty()) {
      throw new Refusal(Kind.UNSUPPORTED, "c= names an unknown canonicalization");
    }
    return List.of(header.get(), body.get());
  }

  /// RFC 6376 §3.5: unknown query methods are ignored, but one of them must be dns/txt.
  private static void checkQueryMethods(TagList tags) throws Refusal {
    var methods = tags.compactValue("q");
    if (methods.isEmpty()) {
      return;
    }
    for (var method : methods.get().split(":", 20)) {
      if (method.equalsIgnoreCase("dns/txt")) {
        return;
      }
    }
    throw new Refusal(Kind.UNSUPPORTED, "q= has no dns/txt");
  }

  /// RFC 6376 §3.5: `t=` and `x=` up to 12 digits, `l=` up to 76; what a long cannot hold is as
  /// good as endless.
  private static OptionalLong number(TagList tags, String name) throws Refusal {
    var text = tags.value(name).orElse(null);
    return text == null ? OptionalLong.empty() : OptionalLong.of(digits(text, name));
  }

  private static long digits(String text, String name) throws Refusal {
    var value = 0L;
    if (text.isEmpty() || text.length() > 76) {
      throw new Refusal(Kind.SIGNATURE_SYNTAX, name + "= is not a number");
    }
    for (var i = 0; i < text.length(); i++) {
      var digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        throw new Refusal(Kind.SIGNATURE_SYNTAX, name + "= is not a number");
      }
      value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : value * 10 + digit;
    }
    return value;
  }
}
