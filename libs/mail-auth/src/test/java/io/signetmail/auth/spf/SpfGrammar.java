package io.signetmail.auth.spf;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Random records that follow RFC 7208 §12, over a handful of names so that they meet each other.
final class SpfGrammar {
  private static final List<String> NAMES =
      List.of("a.test", "b.test", "c.test", "d.test", "none.test", "down.test");

  private SpfGrammar() {}

  static List<String> names() {
    return NAMES;
  }

  static Arbitrary<String> records() {
    return terms()
        .list()
        .ofMaxSize(14)
        .map(terms -> String.join(" ", terms))
        .map(t -> "v=spf1 " + t);
  }

  private static Arbitrary<String> terms() {
    var qualifiers = Arbitraries.of("", "", "+", "-", "~", "?");
    return Arbitraries.frequencyOf(
        Tuple.of(8, Combinators.combine(qualifiers, mechanisms()).as(String::concat)),
        Tuple.of(1, Arbitraries.of("x-y.z=%{d}", "unknown=", "abc=%%%_%-")));
  }

  private static Arbitrary<String> mechanisms() {
    var domains = domainSpecs();
    var prefixes = Arbitraries.of("", "", "/24", "//64", "/0//0", "/32//128");
    return Arbitraries.oneOf(
        Arbitraries.of("ip4:192.0.2.1", "ip4:10.0.0.0/8", "ip6:2001:db8::/32", "ip6:::1"),
        Arbitraries.of("a", "mx", "ptr", "A/24", "MX//64"),
        domains.map("include:"::concat),
        domains.map("exists:"::concat),
        domains.map("ptr:"::concat),
        Combinators.combine(domains, prefixes).as((d, p) -> "a:" + d + p),
        Combinators.combine(domains, prefixes).as((d, p) -> "mx:" + d + p));
  }

  private static Arbitrary<String> domainSpecs() {
    return Arbitraries.oneOf(
        Arbitraries.of(NAMES),
        Arbitraries.of(
            "%{d}", "%{o}", "%{h}", "%{l1r-}.a.test", "%{ir}.%{v}.b.test", "%{p}.c.test"),
        Arbitraries.of(
            "foo:bar/baz.a.test", "%{S}.d.test.", "a..b.test", "%{d1}", "x%%y%_z%-.test"));
  }
}
