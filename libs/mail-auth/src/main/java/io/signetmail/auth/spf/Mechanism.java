package io.signetmail.auth.spf;

/// The mechanisms of RFC 7208 §5. A domain-spec that is left out is `%{d}` (§4.8).
public sealed interface Mechanism {
  record All() implements Mechanism {}

  record Include(MacroString domain) implements Mechanism {}

  record A(MacroString domain, int ip4Prefix, int ip6Prefix) implements Mechanism {}

  record Mx(MacroString domain, int ip4Prefix, int ip6Prefix) implements Mechanism {}

  record Ptr(MacroString domain) implements Mechanism {}

  record Ip(IpNetwork network) implements Mechanism {}

  record Exists(MacroString domain) implements Mechanism {}
}
