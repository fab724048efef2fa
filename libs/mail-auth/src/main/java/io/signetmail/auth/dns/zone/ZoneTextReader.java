package io.signetmail.auth.dns.zone;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.IpLiteral;
import io.signetmail.auth.dns.MxRecord;
import io.signetmail.auth.dns.RecordType;
import io.signetmail.auth.dns.TxtRecord;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns zone text into a zone. The text is ours or an operator's, so mistakes are exceptions.
final class ZoneTextReader {
  private static final Set<String> TYPES_WITHOUT_MEANING_HERE =
      Set.of("SOA", "NS", "SRV", "CAA", "SPF", "TLSA", "DS", "DNSKEY", "RRSIG", "HTTPS");

  private final ZoneTokens tokens;
  private final ZoneDns.Builder zone;
  private @Nullable DomainName owner;

  ZoneTextReader(String text, ZoneDns.Builder zone) {
    tokens = new ZoneTokens(text);
    this.zone = zone;
  }

  void read() {
    for (var line = tokens.nextLine(); line != null; line = tokens.nextLine()) {
      try {
        entry(line);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "zone line " + tokens.lineNumber() + ": " + e.getMessage(), e);
      }
    }
  }

  private void entry(ZoneTokens.Line line) {
    var words = line.words();
    int at = 0;
    if (words.get(0).startsWith("$")) {
      if (words.get(0).equals("$TTL")) {
        return;
      }
      throw new IllegalArgumentException("write absolute names instead of " + words.get(0));
    }
    if (!line.continuesOwner()) {
      owner = name(words.get(at++));
    }
    var name = owner;
    if (name == null) {
      throw new IllegalArgumentException("the first record has no name");
    }
    while (at < words.size() && (isNumber(words.get(at)) || words.get(at).equals("IN"))) {
      at++;
    }
    if (at == words.size()) {
      throw new IllegalArgumentException("no record type after " + name);
    }
    record(name, words.get(at).toUpperCase(Locale.ROOT), words.subList(at + 1, words.size()));
  }

  private void record(DomainName name, String type, List<String> data) {
    switch (type) {
      case "TXT" -> zone.txt(name, text(data));
      case "A" -> zone.address(name, address(only(data), 4));
      case "AAAA" -> zone.address(name, address(only(data), 16));
      case "PTR" -> zone.ptr(name, name(only(data)));
      case "CNAME" -> zone.cname(name, name(only(data)));
      case "MX" -> zone.mx(name, exchanger(data));
      case "SERVFAIL", "REFUSED", "TIMEOUT" -> failure(name, type, data);
      default -> {
        if (!TYPES_WITHOUT_MEANING_HERE.contains(type)) {
          throw new IllegalArgumentException("unknown record type " + type);
        }
        zone.exists(name);
      }
    }
  }

  private void failure(DomainName name, String reason, List<String> types) {
    if (types.isEmpty()) {
      zone.unavailable(name, reason);
    }
    for (var type : types) {
      zone.unavailable(name, RecordType.valueOf(type.toUpperCase(Locale.ROOT)), reason);
    }
  }

  private static TxtRecord text(List<String> strings) {
    if (strings.isEmpty()) {
      throw new IllegalArgumentException("TXT without a string");
    }
    return new TxtRecord(strings.stream().collect(Collectors.joining()));
  }

  private static MxRecord exchanger(List<String> data) {
    if (data.size() != 2 || !isNumber(data.get(0))) {
      throw new IllegalArgumentException("MX needs a preference and a name");
    }
    return new MxRecord(Integer.parseInt(data.get(0)), name(data.get(1)));
  }

  private static InetAddress address(String literal, int octets) {
    return IpLiteral.parse(literal)
        .filter(address -> address.getAddress().length == octets)
        .orElseThrow(() -> new IllegalArgumentException("wrong kind of address: " + literal));
  }

  private static String only(List<String> data) {
    if (data.size() != 1) {
      throw new IllegalArgumentException("one value expected, not " + data);
    }
    return data.get(0);
  }

  private static DomainName name(String text) {
    if (text.equals(".")) {
      return DomainName.ROOT;
    }
    return DomainName.parseQueryName(text)
        .or(() -> DomainName.parse(text))
        .orElseThrow(() -> new IllegalArgumentException("not a name: " + text));
  }

  private static boolean isNumber(String word) {
    return !word.isEmpty()
        && word.length() < 10
        && word.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
