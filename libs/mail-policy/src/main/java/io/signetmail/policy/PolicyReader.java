package io.signetmail.policy;

import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.ClientNetwork;
import io.signetmail.auth.policy.PolicyMode;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/// Reads a policy file, YAML or JSON (which is YAML). Nothing in it is guessed: an unknown key, a
/// key that is there twice or a value that means nothing makes the whole file bad.
public final class PolicyReader {
  /// Octets of a file.
  static final int LARGEST = 4 * 1024 * 1024;

  private static final int MOST_ENTRIES = 20_000;
  private static final int DIGEST_OCTETS = 6;

  private final String source;

  private PolicyReader(String source) {
    this.source = source;
  }

  /// @param source name of the file, for messages
  public static PolicyDocument read(String source, byte[] octets) throws BadPolicy {
    if (octets.length > LARGEST) {
      throw new BadPolicy(source + ": larger than " + LARGEST + " octets");
    }
    return new PolicyReader(source).document(octets);
  }

  private PolicyDocument document(byte[] octets) throws BadPolicy {
    var root = new PolicyNode(source, "", compose(new String(octets, StandardCharsets.UTF_8)));
    var fields =
        root.fields(
            Set.of(
                "version",
                "default",
                "domains",
                "trusted-forwarders",
                "trusted-sealers",
                "known-lists"));
    var digest = EffectivePolicy.digest(octets, DIGEST_OCTETS);
    var version = fields.get("version");
    var otherwise = rules(fields.get("default"), DomainRules.DEFAULT);
    return new PolicyDocument(
        version == null
            ? digest
            : version.parsed(PolicyReader::label, "label of at most 40 letters, digits, . _ -")
                + "+"
                + digest,
        otherwise,
        domains(fields.get("domains"), otherwise),
        trusted(fields));
  }

  private Node compose(String text) throws BadPolicy {
    var limits = new LoaderOptions();
    limits.setCodePointLimit(LARGEST);
    limits.setNestingDepthLimit(10);
    limits.setMaxAliasesForCollections(0);
    limits.setAllowRecursiveKeys(false);
    try {
      var node = new Yaml(limits).compose(new StringReader(text));
      if (node == null) {
        throw new BadPolicy(source + " is empty");
      }
      return node;
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new BadPolicy(source + " line " + line + ": " + e.getProblem());
    } catch (YAMLException e) {
      throw new BadPolicy(source + ": " + e.getMessage());
    }
  }

  private static Optional<String> label(String text) {
    return text.matches("[A-Za-z0-9._-]{1,40}") ? Optional.of(text) : Optional.empty();
  }

  private static DomainRules rules(@Nullable PolicyNode node, DomainRules otherwise)
      throws BadPolicy {
    if (node == null) {
      return otherwise;
    }
    var fields =
        node.fields(Set.of("mode", "refuse-bad-from", "defer-unknown-policy", "quarantine-detail"));
    var mode = fields.get("mode");
    var detail = fields.get("quarantine-detail");
    return new DomainRules(
        mode == null
            ? otherwise.mode()
            : mode.parsed(PolicyReader::mode, "mode: enforce, quarantine or monitor"),
        flag(fields.get("refuse-bad-from"), otherwise.refuseBadFrom()),
        flag(fields.get("defer-unknown-policy"), otherwise.deferUnknownPolicy()),
        detail == null
            ? otherwise.quarantineDetail()
            : Optional.of(
                detail.parsed(PolicyReader::label, "detail of at most 40 letters, digits, . _ -")));
  }

  private static Optional<PolicyMode> mode(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "enforce" -> Optional.of(PolicyMode.ENFORCE);
      case "quarantine" -> Optional.of(PolicyMode.QUARANTINE);
      case "monitor" -> Optional.of(PolicyMode.MONITOR);
      default -> Optional.empty();
    };
  }

  private static boolean flag(@Nullable PolicyNode node, boolean otherwise) throws BadPolicy {
    return node == null
        ? otherwise
        : node.parsed(
            text ->
                switch (text) {
                  case "true" -> Optional.of(true);
                  case "false" -> Optional.of(false);
                  default -> Optional.empty();
                },
            "true or false");
  }

  private static Map<DomainName, DomainRules> domains(
      @Nullable PolicyNode node, DomainRules otherwise) throws BadPolicy {
    Map<DomainName, DomainRules> domains = new HashMap<>();
    if (node != null) {
      for (var entry : node.entries().entrySet()) {
        var name =
            DomainName.parse(entry.getKey())
                .orElseThrow(() -> entry.getValue().bad("this is no domain name"));
        if (domains.put(name, rules(entry.getValue(), otherwise)) != null) {
          throw entry.getValue().bad("this domain is there twice");
        }
      }
    }
    return domains;
  }

  private static List<TrustEntry> trusted(Map<String, PolicyNode> fields) throws BadPolicy {
    var entries = new ArrayList<TrustEntry>();
    for (var node : items(fields.get("trusted-forwarders"))) {
      entries.add(forwarder(node));
    }
    for (var node : items(fields.get("trusted-sealers"))) {
      entries.add(named(node, TrustEntry.Sealer::new));
    }
    for (var node : items(fields.get("known-lists"))) {
      entries.add(named(node, TrustEntry.MailingList::new));
    }
    return entries;
  }

  private static List<PolicyNode> items(@Nullable PolicyNode node) throws BadPolicy {
    var items = node == null ? List.<PolicyNode>of() : node.items();
    if (node != null && items.size() > MOST_ENTRIES) {
      throw node.bad(items.size() + " entries, " + MOST_ENTRIES + " are the limit");
    }
    return items;
  }

  private static TrustEntry forwarder(PolicyNode node) throws BadPolicy {
    if (node.isText()) {
      return new TrustEntry.ForwarderNetwork(range(node), Scope.ALL);
    }
    var fields = node.fields(Set.of("range", "name", "for", "until", "note"));
    var range = fields.get("range");
    var name = fields.get("name");
    if (range != null && name == null) {
      return new TrustEntry.ForwarderNetwork(range(range), scope(fields));
    }
    if (name != null && range == null) {
      return new TrustEntry.ForwarderName(domain(name), scope(fields));
    }
    throw node.bad("a forwarder has either a range or a name");
  }

  private static TrustEntry named(PolicyNode node, Named kind) throws BadPolicy {
    if (node.isText()) {
      return kind.of(domain(node), Scope.ALL);
    }
    var fields = node.fields(Set.of("domain", "for", "until", "note"));
    var domain = fields.get("domain");
    if (domain == null) {
      throw node.bad("the key domain is missing");
    }
    return kind.of(domain(domain), scope(fields));
  }

  private interface Named {
    TrustEntry of(DomainName domain, Scope scope);
  }

  private static Scope scope(Map<String, PolicyNode> fields) throws BadPolicy {
    Set<DomainName> recipients = new HashSet<>();
    for (var node : items(fields.get("for"))) {
      recipients.add(domain(node));
    }
    var until = fields.get("until");
    return new Scope(
        recipients,
        until == null
            ? Optional.empty()
            : Optional.of(
                until.parsed(PolicyReader::moment, "date like 2027-01-31 or time in UTC")));
  }

  /// A date counts to its end.
  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(
          text.indexOf('T') < 0
              ? LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static ClientNetwork range(PolicyNode node) throws BadPolicy {
    return node.parsed(ClientNetwork::parse, "address and no network like 192.0.2.0/24");
  }

  private static DomainName domain(PolicyNode node) throws BadPolicy {
    return node.parsed(DomainName::parse, "domain name");
  }
}
