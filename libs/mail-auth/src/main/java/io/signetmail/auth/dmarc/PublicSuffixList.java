package io.signetmail.auth.dmarc;

import io.signetmail.auth.dns.DomainName;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// A public suffix list, for RFC 7489's organizational domain. The list itself is data of whoever
/// runs us; this reads its format (publicsuffix.org/list), both sections. Immutable.
public final class PublicSuffixList {
  private final Set<DomainName> suffixes;
  private final Set<DomainName> wildcards;
  private final Set<DomainName> exceptions;

  private PublicSuffixList(
      Set<DomainName> suffixes, Set<DomainName> wildcards, Set<DomainName> exceptions) {
    this.suffixes = Set.copyOf(suffixes);
    this.wildcards = Set.copyOf(wildcards);
    this.exceptions = Set.copyOf(exceptions);
  }

  /// Reads the list: one rule a line up to the first blank, `//` begins a comment line. Rules that
  /// are no domain names are skipped.
  public static PublicSuffixList parse(String text) {
    var suffixes = new HashSet<DomainName>();
    var wildcards = new HashSet<DomainName>();
    var exceptions = new HashSet<DomainName>();
    text.lines()
        .map(PublicSuffixList::rule)
        .filter(rule -> !rule.isEmpty())
        .forEach(rule -> {
          if (rule.startsWith("!")) {
            DomainName.parse(rule.substring(1)).ifPresent(exceptions::add);
          } else if (rule.startsWith("*.")) {
            DomainName.parse(rule.substring(2)).ifPresent(wildcards::add);
          } else {
            DomainName.parse(rule).ifPresent(suffixes::add);
          }
        });
    return new PublicSuffixList(suffixes, wildcards, exceptions);
  }

  private static String rule(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) > ' ') {
      end++;
    }
    var rule = line.substring(0, end);
    return rule.startsWith("//") ? "" : rule;
  }

  /// How many rules were understood; zero means that the text was no list.
  public int size() {
    return suffixes.size() + wildcards.size() + exceptions.size();
  }

  /// The longest rule that matches decides, an exception beats it, and "*" is the rule for the
  /// rest.
  public DomainName publicSuffix(DomainName name) {
    for (var candidate = name; ; candidate = candidate.parent().orElseThrow()) {
      var parent = candidate.parent();
      if (parent.isEmpty()) {
        return candidate;
      }
      if (exceptions.contains(candidate)) {
        return parent.get();
      }
      if (suffixes.contains(candidate) || wildcards.contains(parent.get())) {
        return candidate;
      }
    }
  }

  /// The public suffix and one label; empty for a public suffix itself.
  public Optional<DomainName> registrableDomain(DomainName name) {
    var suffix = publicSuffix(name);
    return name.equals(suffix)
        ? Optional.empty()
        : Optional.of(name.rightmost(suffix.labelCount() + 1));
  }
}
