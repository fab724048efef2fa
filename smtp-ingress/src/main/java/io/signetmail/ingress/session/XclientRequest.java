package io.signetmail.ingress.session;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.smtp.AddressRange;
import io.signetmail.smtp.Command;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a trusted client says about the real one (Postfix, XCLIENT_README).
///
/// @param helo overrides what the trusted client itself says in EHLO
/// @param login the user a trusted MTA has authenticated
record XclientRequest(Peer peer, Optional<String> helo, Optional<String> login) {
  static final String KEYWORDS = "NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT";
  private static final Set<String> KNOWN = Set.of(KEYWORDS.split(" ", -1));
  private static final Set<String> NOTHING = Set.of("[UNAVAILABLE]", "[TEMPUNAVAIL]");

  /// Reads the attributes; empty when one of them is not valid.
  static Optional<XclientRequest> of(Map<String, String> attributes, Peer now) {
    if (!KNOWN.containsAll(attributes.keySet())) {
      return Optional.empty();
    }
    var address = address(attributes.get("ADDR"), now.address());
    var port = port(attributes.get("PORT"), now.port());
    var name = value(attributes, "NAME");
    var helo = value(attributes, "HELO");
    boolean valid =
        address.isPresent()
            && port >= 0
            && name.map(n -> DomainName.parse(n).isPresent()).orElse(true)
            && helo.map(XclientRequest::isHelo).orElse(true);
    return valid
        ? Optional.of(
            new XclientRequest(
                new Peer(address.get(), port, name), helo, value(attributes, "LOGIN")))
        : Optional.empty();
  }

  private static Optional<String> value(Map<String, String> attributes, String name) {
    return Optional.ofNullable(attributes.get(name))
        .filter(v -> !v.isEmpty() && !NOTHING.contains(v.toUpperCase(Locale.ROOT)));
  }

  private static Optional<InetAddress> address(@Nullable String text, InetAddress now) {
    if (text == null || NOTHING.contains(text.toUpperCase(Locale.ROOT))) {
      return Optional.of(now);
    }
    var literal = text.regionMatches(true, 0, "IPV6:", 0, 5) ? text.substring(5) : text;
    return literal.indexOf('/') >= 0
        ? Optional.empty()
        : AddressRange.parse(literal).map(AddressRange::network);
  }

  private static int port(@Nullable String text, int now) {
    if (text == null || NOTHING.contains(text.toUpperCase(Locale.ROOT))) {
      return now;
    }
    boolean valid = text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65535;
    return valid ? Integer.parseInt(text) : -1;
  }

  /// Held to the same characters as EHLO itself, for it goes to the same places.
  private static boolean isHelo(String text) {
    return Command.parse(("EHLO " + text).getBytes(StandardCharsets.UTF_8)) instanceof Command.Ehlo;
  }
}
