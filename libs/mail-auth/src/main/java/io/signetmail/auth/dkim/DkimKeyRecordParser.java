package io.signetmail.auth.dkim;

import io.signetmail.auth.dkim.DkimProblem.Kind;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Reads key records (RFC 6376 §3.6.1).
final class DkimKeyRecordParser {
  /// Exponents of real keys are 3, 17 or 65537; a long one makes every verification slow.
  private static final int MAX_EXPONENT_BITS = 64;

  private final DkimLimits limits;

  DkimKeyRecordParser(DkimLimits limits) {
    this.limits = limits;
  }

  DkimKeyRecord.Parsed parse(String txt) {
    if (txt.length() > limits.maxKeyRecordBytes()) {
      return invalid(Kind.LIMIT, "key record over " + limits.maxKeyRecordBytes() + " bytes");
    }
    return switch (TagList.parse(txt)) {
      case TagList.Invalid(var reason) -> invalid(Kind.KEY_SYNTAX, reason);
      case TagList.Ok(var tags) -> read(tags);
    };
  }

  private DkimKeyRecord.Parsed read(TagList tags) {
    var version = tags.value("v");
    if (version.isPresent()
        && (!version.get().equals("DKIM1") || !tags.tags().getFirst().name().equals("v"))) {
      // RFC 6376 §3.6.1: first and exactly "DKIM1", else the record MUST be discarded
      return invalid(Kind.KEY_SYNTAX, "v= is not DKIM1 in the first place");
    }
    var type = tags.value("k").orElse("rsa").toLowerCase(Locale.ROOT);
    var encoded = tags.compactValue("p");
    if (encoded.isEmpty()) {
      return invalid(Kind.KEY_SYNTAX, "key record without p=");
    }
    var restrictions =
        new DkimKeyRecord.Restrictions(
            list(tags, "h", List.of()),
            list(tags, "s", List.of("*")),
            list(tags, "t", List.of()),
            tags.value("n").orElse(null));
    if (encoded.get().isEmpty()) {
      return new DkimKeyRecord.Ok(new DkimKeyRecord(type, null, restrictions));
    }
    var bytes = Base64Text.decode(encoded.get());
    if (bytes.isEmpty()) {
      return invalid(Kind.KEY_SYNTAX, "p= is not base64");
    }
    var key =
        switch (type) {
          case "rsa" -> PublicKeys.rsa(bytes.get());
          case "ed25519" -> PublicKeys.ed25519(bytes.get());
          default -> null;
        };
    if (key == null) {
      return invalid(Kind.KEY_NOT_FOR_THIS, "k= names an unknown key type");
    }
    if (key.isEmpty()) {
      return invalid(Kind.KEY_SYNTAX, "p= is not a key of its type");
    }
    return checked(type, key.get(), restrictions);
  }

  private DkimKeyRecord.Parsed checked(
      String type, PublicKey key, DkimKeyRecord.Restrictions restrictions) {
    if (key instanceof RSAPublicKey rsa) {
      var bits = rsa.getModulus().bitLength();
      if (bits < limits.minRsaBits()) {
        return invalid(Kind.KEY_SIZE, "RSA key of " + bits + " bits is too short");
      }
      if (bits > limits.maxRsaBits()) {
        return invalid(Kind.KEY_SIZE, "RSA key of " + bits + " bits is too long");
      }
      if (!isSaneExponent(rsa.getPublicExponent())) {
        return invalid(Kind.KEY_SYNTAX, "RSA key with an unusable exponent");
      }
    }
    return new DkimKeyRecord.Ok(new DkimKeyRecord(type, key, restrictions));
  }

  private static boolean isSaneExponent(BigInteger exponent) {
    return exponent.bitLength() <= MAX_EXPONENT_BITS
        && exponent.bitLength() >= 2
        && exponent.testBit(0);
  }

  private static List<String> list(TagList tags, String name, List<String> missing) {
    return tags.compactValue(name)
        .map(text -> Arrays.asList(text.toLowerCase(Locale.ROOT).split(":", 64)))
        .orElse(missing);
  }

  private static DkimKeyRecord.Parsed invalid(Kind kind, String detail) {
    return new DkimKeyRecord.Invalid(new DkimProblem(kind, detail));
  }
}
