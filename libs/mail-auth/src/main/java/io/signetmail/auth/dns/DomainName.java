package io.signetmail.auth.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An absolute domain name: lower-case ASCII, A-labels only, no trailing dot.
///
/// Two doors: [#parse] takes what people and messages write (letters, digits, hyphen, underscore,
/// and U-labels, which become A-labels); [#parseQueryName] takes any ASCII octet, because SPF
/// macros and foreign zones produce names that no host could have. Both hold every label to 63
/// octets and the name to 253 (RFC 1035 §2.3.4).
public final class DomainName implements Comparable<DomainName> {
  /// RFC 1035 §2.3.4, without the length octet of the first label and the root label.
  public static final int MAX_LENGTH = 253;

  public static final int MAX_LABEL = 63;

  /// The root, written "."; the exchange of a null MX (RFC 7505 §3).
  public static final DomainName ROOT = new DomainName(".");

  private final String name;

  private DomainName(String name) {
    this.name = name;
  }

  /// Reads a domain name as written in a message, a command or a setting; empty when it is not one.
  public static Optional<DomainName> parse(String text) {
    var ascii = Ascii.isAscii(text) ? text : InternationalLabels.toAscii(text).orElse("");
    var candidate = withoutTrailingDot(ascii);
    return wellFormed(candidate, true)
        ? Optional.of(new DomainName(Ascii.lower(candidate)))
        : Optional.empty();
  }

  /// Reads a name that is only ever looked up: any ASCII octet may stand in a label.
  public static Optional<DomainName> parseQueryName(String text) {
    var candidate = withoutTrailingDot(text);
    return wellFormed(candidate, false)
        ? Optional.of(new DomainName(Ascii.lower(candidate)))
        : Optional.empty();
  }

  /// A name we wrote ourselves.
  public static DomainName of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not a domain name: " + quoted(text)));
  }

  private static String withoutTrailingDot(String text) {
    return text.length() > 1 && text.charAt(text.length() - 1) == '.'
        ? text.substring(0, text.length() - 1)
        : text;
  }

  private static boolean wellFormed(String text, boolean hostLike) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return false;
    }
    int labelStart = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || text.charAt(i) == '.') {
        int length = i - labelStart;
        if (length == 0 || length > MAX_LABEL) {
          return false;
        }
        labelStart = i + 1;
      } else if (hostLike ? !hostCharacter(text.charAt(i)) : text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean hostCharacter(char c) {
    return Ascii.isLetterOrDigit(c) || c == '-' || c == '_'; // RFC 8552: _dmarc, _domainkey, _spf
  }

  private static String quoted(String text) {
    var shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return '"' + shown.replaceAll("\\p{Cntrl}", "?") + '"';
  }

  public boolean isRoot() {
    return name.equals(".");
  }

  /// The labels, left to right.
  public List<String> labels() {
    if (isRoot()) {
      return List.of();
    }
    var labels = new ArrayList<String>();
    int start = 0;
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
      labels.add(name.substring(start, dot));
      start = dot + 1;
    }
    labels.add(name.substring(start));
    return List.copyOf(labels);
  }

  public int labelCount() {
    if (isRoot()) {
      return 0;
    }
    int count = 1;
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '.') {
        count++;
      }
    }
    return count;
  }

  /// The name without its leftmost label; empty for a single label (the root is nobody's parent
  /// here).
  public Optional<DomainName> parent() {
    int dot = isRoot() ? -1 : name.indexOf('.');
    return dot < 0 ? Optional.empty() : Optional.of(new DomainName(name.substring(dot + 1)));
  }

  /// The `count` rightmost labels; the name itself when it has no more than that.
  public DomainName rightmost(int count) {
    if (count < 1) {
      throw new IllegalArgumentException("at least one label: " + count);
    }
    int dot = name.length();
    for (int i = 0; i < count; i++) {
      dot = name.lastIndexOf('.', dot - 1);
      if (dot < 0) {
        return this;
      }
    }
    return new DomainName(name.substring(dot + 1));
  }

  /// True when this name lies below `other`; false for the name itself.
  public boolean isSubdomainOf(DomainName other) {
    if (other.isRoot()) {
      return !isRoot();
    }
    int offset = name.length() - other.name.length();
    return offset > 1 && name.charAt(offset - 1) == '.' && name.endsWith(other.name);
  }

  public boolean isSameOrSubdomainOf(DomainName other) {
    return equals(other) || isSubdomainOf(other);
  }

  /// The name with `prefix` (one or more labels) in front, `_dmarc` for example; empty when that is
  /// longer than a name may be.
  public Optional<DomainName> prepend(String prefix) {
    return parseQueryName(isRoot() ? prefix : prefix + '.' + name);
  }

  /// As [#prepend], for a name known to be short enough.
  public DomainName withPrefix(String prefix) {
    return prepend(prefix)
        .orElseThrow(
            () -> new IllegalArgumentException("too long: " + quoted(prefix + '.' + name)));
  }

  @Override
  public int compareTo(DomainName other) {
    return name.compareTo(other.name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DomainName that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /// The name itself, ready for a DNS question or an A-R header field.
  @Override
  public String toString() {
    return name;
  }
}
