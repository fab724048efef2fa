package io.signetmail.auth.spf;

import io.signetmail.auth.dns.Ascii;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.spf.MacroString.Part;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Expands macro-strings for one evaluation (RFC 7208 §7.2, §7.3). Output is bounded whatever the
/// record says: names keep their right end, explanations their left.
final class MacroExpander {
  private static final int MAX_EXPLANATION = 500;

  /// Enough to hold a name of 253 and a label more: what stands further left never matters.
  private static final int KEPT_OF_A_NAME = 1024;

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private final SpfQuery query;
  private final SpfIdentity identity;
  private final InstantSource clock;
  private final Function<DomainName, String> validatedName;
  private final boolean asciiLocalPart;

  MacroExpander(
      SpfQuery query,
      SpfIdentity identity,
      InstantSource clock,
      Function<DomainName, String> validatedName) {
    this.query = query;
    this.identity = identity;
    this.clock = clock;
    this.validatedName = validatedName;
    this.asciiLocalPart = Ascii.isAscii(identity.localPart());
  }

  /// RFC 8616 §4: a term whose `%{s}` or `%{l}` is not ASCII matches nothing.
  boolean isUnmatchable(MacroString spec) {
    return !asciiLocalPart
        && spec.parts().stream()
            .anyMatch(part ->
                part instanceof Part.Macro(char letter, _, _, _, _)
                    && (letter == 's' || letter == 'l'));
  }

  /// The target-name of a domain-spec; empty when no DNS name comes out of it. Expanded from its
  /// end, and only as far as a name can reach.
  Optional<DomainName> domain(MacroString spec, DomainName current) {
    var pieces = new ArrayDeque<String>();
    int length = 0;
    for (int i = spec.parts().size() - 1; i >= 0 && length < KEPT_OF_A_NAME; i--) {
      var piece = expanded(spec.parts().get(i), current);
      pieces.addFirst(piece);
      length += piece.length();
    }
    return DomainName.parseQueryName(shortened(String.join("", pieces)));
  }

  /// RFC 7208 §7.3: a name of more than 253 characters loses labels on the left until it fits.
  private static String shortened(String name) {
    int end = name.length();
    if (end > 0 && name.charAt(end - 1) == '.') {
      end--;
    }
    int start = 0;
    while (end - start > DomainName.MAX_LENGTH) {
      int dot = name.indexOf('.', start);
      if (dot < 0 || dot >= end) {
        break;
      }
      start = dot + 1;
    }
    return name.substring(start, end);
  }

  /// The text of an explanation; empty when it is not ASCII (RFC 7208 §6.2).
  Optional<String> explanation(MacroString text, DomainName current) {
    var expanded = new StringBuilder();
    for (var part : text.parts()) {
      expanded.append(expanded(part, current));
      if (expanded.length() > MAX_EXPLANATION) {
        expanded.setLength(MAX_EXPLANATION);
        break;
      }
    }
    for (int i = 0; i < expanded.length(); i++) {
      char c = expanded.charAt(i);
      if (c >= 0x80) {
        return Optional.empty();
      }
      if (c < 0x20 || c == 0x7F) {
        expanded.setCharAt(i, '?');
      }
    }
    return Optional.of(expanded.toString());
  }

  private String expanded(Part part, DomainName current) {
    return switch (part) {
      case Part.Literal(var text) -> text;
      case Part.Macro macro -> {
        var value = transformed(value(macro.letter(), current), macro);
        yield macro.escape() ? escaped(value) : value;
      }
    };
  }

  private String value(char letter, DomainName current) {
    return switch (letter) {
      case 's' -> identity.localPart() + '@' + senderDomain();
      case 'l' -> identity.localPart();
      case 'o' -> senderDomain();
      case 'd' -> current.toString();
      case 'i' -> dotted(query.ip());
      case 'p' -> validatedName.apply(current);
      case 'v' -> query.ip().getAddress().length == 4 ? "in-addr" : "ip6";
      case 'h' ->
          DomainName.parse(query.helo())
              .map(DomainName::toString)
              .filter(_ -> !Ascii.isAscii(query.helo()))
              .orElse(query.helo());
      case 'c' -> query.ip().getHostAddress();
      case 'r' -> query.receiver().isEmpty() ? "unknown" : query.receiver();
      case 't' -> Long.toString(clock.instant().getEpochSecond());
      default -> throw new IllegalStateException("no macro letter: " + letter);
    };
  }

  /// RFC 8616 §4: as A-labels.
  private String senderDomain() {
    return Ascii.isAscii(identity.domainText())
        ? identity.domainText()
        : identity.domain().map(DomainName::toString).orElse(identity.domainText());
  }

  /// RFC 7208 §7.3: IPv6 addresses as 32 nibbles with dots.
  private static String dotted(InetAddress address) {
    var octets = address.getAddress();
    if (octets.length == 4) {
      return address.getHostAddress();
    }
    var text = new StringBuilder(63);
    for (var octet : octets) {
      text.append(Character.forDigit(octet >> 4 & 0xF, 16)).append('.');
      text.append(Character.forDigit(octet & 0xF, 16)).append('.');
    }
    text.setLength(text.length() - 1);
    return text.toString();
  }

  private static String transformed(String value, Part.Macro macro) {
    if (macro.keep() == 0 && !macro.reverse() && macro.delimiters().equals(".")) {
      return value;
    }
    var parts = new ArrayList<String>();
    int start = 0;
    for (int i = 0; i <= value.length(); i++) {
      if (i == value.length() || macro.delimiters().indexOf(value.charAt(i)) >= 0) {
        parts.add(value.substring(start, i));
        start = i + 1;
      }
    }
    if (macro.reverse()) {
      Collections.reverse(parts);
    }
    List<String> kept = parts;
    if (macro.keep() > 0 && macro.keep() < parts.size()) {
      kept = parts.subList(parts.size() - macro.keep(), parts.size());
    }
    return String.join(".", kept);
  }

  /// RFC 7208 §7.3: everything but the unreserved characters of RFC 3986 §2.3.
  private static String escaped(String value) {
    var text = new StringBuilder(value.length() + 16);
    for (var octet : value.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xFF);
      if (Ascii.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append('%').append(HEX[c >> 4]).append(HEX[c & 0xF]);
      }
    }
    return text.toString();
  }
}
