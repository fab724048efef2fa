package io.signetmail.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.PolicyMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class PolicyReaderTest {
  static final String FULL =
      """
      version: week-47
      default:
        mode: enforce
      domains:
        watch.example: {mode: monitor, quarantine-detail: Junk}
        bücher.example:
          mode: quarantine
          refuse-bad-from: false
          defer-unknown-policy: false
      trusted-forwarders:
        - 192.0.2.0/24
        - range: 2001:db8::/32
          for: [watch.example, example.com]
          until: 2026-12-31
          note: the old university
        - name: out.forwarder.example
          for: example.com
      trusted-sealers: [sealer.example]
      known-lists:
        - domain: lists.example
          until: 2026-11-23T12:00:00Z
      """;

  static PolicyDocument read(String text) throws BadPolicy {
    return PolicyReader.read("policy.yaml", text.getBytes(StandardCharsets.UTF_8));
  }

  private static DomainName name(String text) {
    return DomainName.of(text);
  }

  @Test
  void everythingAFileCanSay() throws BadPolicy {
    var policy = read(FULL);
    assertThat(policy.version()).matches("week-47\\+[0-9a-f]{12}");
    assertThat(policy.otherwise()).isEqualTo(DomainRules.DEFAULT);
    assertThat(policy.domains())
        .isEqualTo(
            Map.of(
                name("watch.example"),
                new DomainRules(PolicyMode.MONITOR, true, true, Optional.of("Junk")),
                name("xn--bcher-kva.example"),
                new DomainRules(PolicyMode.QUARANTINE, false, false)));
    assertThat(policy.trusted()).hasSize(5);
    var scoped = policy.trusted().get(1).scope();
    assertThat(scoped.recipients()).isEqualTo(Set.of(name("watch.example"), name("example.com")));
    assertThat(scoped.until())
        .as("a date counts to its end")
        .isEqualTo(Optional.of(Instant.parse("2027-01-01T00:00:00Z")));
    assertThat(policy.trusted().get(4).scope().until())
        .isEqualTo(Optional.of(Instant.parse("2026-11-23T12:00:00Z")));
  }

  @Test
  void jsonIsYamlToo() throws BadPolicy {
    var policy =
        read(
            """
            {"default": {"mode": "quarantine"},
             "known-lists": [{"domain": "lists.example", "for": ["example.com"]}]}
            """);
    assertThat(policy.otherwise().mode()).isEqualTo(PolicyMode.QUARANTINE);
    assertThat(policy.version()).matches("[0-9a-f]{12}");
    assertThat(policy.trusted()).hasSize(1);
  }

  @Test
  void theVersionChangesWithTheText() throws BadPolicy {
    assertThat(read("version: a\n").version()).isNotEqualTo(read("version: a \n").version());
  }

  static final List<Arguments> BAD =
      List.of(
          argumentSet("empty", "", "policy.yaml is empty"),
          argumentSet("a word", "enforce\n", "policy.yaml line 1: keys with values"),
          argumentSet(
              "unknown key",
              "version: a\nmodes: enforce\n",
              "policy.yaml line 2, modes: unknown key, known are: default, domains,"),
          argumentSet(
              "mode",
              "default:\n  mode: enforced\n",
              "policy.yaml line 2, default.mode: 'enforced' is no mode: enforce, quarantine or"),
          argumentSet(
              "flag",
              "domains:\n  a.example:\n    refuse-bad-from: yes\n",
              "line 3, domains.a.example.refuse-bad-from: 'yes' is no true or false"),
          argumentSet(
              "domain",
              "domains:\n  'a b': {mode: monitor}\n",
              "line 2, domains.a b: this is no domain name"),
          argumentSet(
              "the same domain twice",
              "domains:\n  bücher.example: {}\n  xn--bcher-kva.example: {}\n",
              "line 3, domains.xn--bcher-kva.example: this domain is there twice"),
          argumentSet(
              "the same key twice",
              "default: {}\ndefault: {}\n",
              "line 2, default: this key is there twice"),
          argumentSet(
              "range",
              "trusted-forwarders:\n  - range: 192.0.2.0/33\n",
              "line 2, trusted-forwarders[0].range: '192.0.2.0/33' is no address and no network"),
          argumentSet(
              "a name where a range is expected",
              "trusted-forwarders: [mx.example]\n",
              "line 1, trusted-forwarders[0]: 'mx.example' is no address"),
          argumentSet(
              "range and name",
              "trusted-forwarders:\n  - {range: 192.0.2.1, name: a.example}\n",
              "line 2, trusted-forwarders[0]: a forwarder has either a range or a name"),
          argumentSet(
              "no domain",
              "known-lists:\n  - for: [a.example]\n",
              "line 2, known-lists[0]: the key domain is missing"),
          argumentSet(
              "date",
              "trusted-sealers:\n  - domain: a.example\n    until: 31.12.2026\n",
              "line 3, trusted-sealers[0].until: '31.12.2026' is no date"),
          argumentSet("not YAML", "domains:\n  - [\n", "policy.yaml line 3: "),
          argumentSet("tabs", "default:\n\tmode: enforce\n", "policy.yaml line 2: "),
          argumentSet(
              "a long value", "version: " + "x".repeat(5_000) + "\n", "line 1, version: 'x"),
          argumentSet(
              "an object of Java's",
              "version: !!java.lang.Runtime {}\n",
              "policy.yaml line 1: Global tag is not allowed"));

  @ParameterizedTest
  @FieldSource("BAD")
  void aMistakeIsNamedByLineAndKey(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BadPolicy.class)
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(String.valueOf(e.getMessage())).hasSizeLessThan(400));
  }

  @Test
  void aBombIsNoPolicy() {
    var bomb = new StringBuilder("a: &a [x]\n");
    for (char c = 'b'; c < 'z'; c++) {
      char before = (char) (c - 1);
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(("*" + before + ",").repeat(9)).append("*").append(before).append("]\n");
    }
    assertThatThrownBy(() -> read(bomb.toString())).isInstanceOf(BadPolicy.class);
    assertThatThrownBy(() -> read("x: " + "[".repeat(100_000))).isInstanceOf(BadPolicy.class);
    assertThatThrownBy(() -> read(" ".repeat(PolicyReader.LARGEST + 1)))
        .hasMessageContaining("larger than");
  }
}
