package io.signetmail.cli;

import io.signetmail.auth.dmarc.Discovery;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcMode;
import io.signetmail.auth.dmarc.DmarcRecordParser;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.auth.dmarc.RecordAnswer;
import io.signetmail.auth.dmarc.ReportDestination;
import io.signetmail.auth.dmarc.ReportDestinations;
import io.signetmail.auth.dmarc.ReportUri;
import io.signetmail.auth.dmarc.TreeWalk;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.cli.text.Output;
import io.signetmail.cli.text.Section;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `signet dmarc`: which policy applies to a domain, and how it is found.
@Command(
    name = "dmarc",
    description =
        "Shows the DNS tree walk of a domain (RFC 9989 §4.10), its organizational domain, the"
            + " policy that applies to its mail, and whether its reports may go where it says.",
    mixinStandardHelpOptions = true)
final class DmarcCommand implements Callable<Integer> {
  private static final InstantSource CLOCK = InstantSource.system();

  @Mixin private final DnsOptions dns = new DnsOptions();
  @Mixin private final DmarcOptions editions = new DmarcOptions();
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "DOMAIN", description = "the domain of a From address")
  private String domain = "";

  @Override
  public Integer call() throws IOException {
    var author =
        DomainName.parse(domain)
            .filter(name -> !name.isRoot())
            .orElseThrow(() -> output.misuse("'" + domain + "' is not a domain name"));
    var settings = editions.settings();
    var sections = new ArrayList<Section>();
    var good = true;
    try (var resolver = dns.open()) {
      for (var edition : settings) {
        var evaluator = new DmarcEvaluator(resolver.recording(), edition, CLOCK);
        if (edition.mode() == DmarcMode.RFC9989) {
          sections.add(walk(evaluator.walk(author)));
        }
        var discovery = evaluator.discover(author);
        good &= discovery instanceof Discovery.Found;
        sections.addAll(tell(discovery, edition, resolver));
      }
    }
    output.print(
        Map.of("domain", author.toString(), "steps", sections.stream().map(Section::json).toList()),
        out -> sections.forEach(section -> section.print(out)));
    return good ? 0 : 1;
  }

  private static Section walk(TreeWalk walk) {
    var organization = walk.broken().isEmpty() ? walk.organizationalDomain().toString() : "unknown";
    var section =
        new Section("walk", "organizational domain  " + organization)
            .json("step", "walk")
            .json("organizationalDomain", organization);
    var asked = new ArrayList<Map<String, ?>>();
    for (var step : walk.steps()) {
      var line =
          switch (step) {
            case RecordAnswer.One one -> found(one.domain(), one.published().text());
            case RecordAnswer.None(var name, var count) ->
                found(name, count == 0 ? "no record" : count + " records: all are discarded");
            case RecordAnswer.Unavailable(var name, var reason) ->
                found(name, "DNS does not answer: " + reason);
          };
      section.fact("asked", line.get("name") + "  " + line.get("found"));
      asked.add(line);
    }
    return section.json("asked", asked);
  }

  private static Map<String, String> found(DomainName name, String what) {
    return Map.of("name", "_dmarc." + name, "found", what);
  }

  private static List<Section> tell(
      Discovery discovery, DmarcSettings edition, DnsOptions.Resolver resolver) {
    var rfc = DmarcSection.name(edition.mode());
    return switch (discovery) {
      case Discovery.Found(var policy, var existence) -> {
        var section =
            new Section("policy", DmarcSection.policy(policy))
                .fact("edition", rfc)
                .fact("record", "at " + policy.domain() + ": " + policy.text())
                .fact("existence", existence.map(why -> "unknown: " + why).orElse(""))
                .json("step", "policy")
                .json("edition", rfc)
                .json("policy", policy.requested().keyword())
                .json("effectivePolicy", policy.effective().keyword())
                .json("policyDomain", policy.domain())
                .json("policyTag", DmarcSection.tag(policy))
                .json("record", policy.text());
        problems(policy, section);
        var sections = new ArrayList<Section>(List.of(section));
        reports("rua", policy.record().rua(), policy, edition, resolver, sections);
        reports("ruf", policy.record().ruf(), policy, edition, resolver, sections);
        yield sections;
      }
      case Discovery.NoPolicy(var reason) ->
          List.of(
              new Section("policy", "none: " + reason)
                  .fact("edition", rfc)
                  .json("step", "policy")
                  .json("edition", rfc)
                  .json("reason", reason));
      case Discovery.Unavailable(var name, var reason) ->
          List.of(
              new Section("policy", "unknown: " + name + ": " + reason)
                  .fact("edition", rfc)
                  .json("step", "policy")
                  .json("edition", rfc)
                  .json("unavailable", reason));
    };
  }

  private static void problems(PublishedPolicy policy, Section section) {
    if (DmarcRecordParser.parse(policy.text())
        instanceof DmarcRecordParser.Parsed.Valid(_, _, var problems)) {
      for (var problem : problems) {
        section.fact("problem", problem.tag() + "=: " + problem.detail());
      }
      section.json("problems", problems.stream().map(p -> p.tag() + ": " + p.detail()).toList());
    }
  }

  private static void reports(
      String tag,
      List<ReportUri> uris,
      PublishedPolicy policy,
      DmarcSettings edition,
      DnsOptions.Resolver resolver,
      List<Section> sections) {
    for (var uri : uris) {
      var dns = resolver.recording();
      var verdict =
          switch (new ReportDestinations(dns, edition, CLOCK).check(policy.domain(), uri)) {
            case ReportDestination.SameOrganization _ -> "allowed: the same organization";
            case ReportDestination.Authorized _ -> "allowed: its host agrees";
            case ReportDestination.NotAuthorized(var reason) -> "not allowed: " + reason;
            case ReportDestination.Unavailable(var name, var reason) ->
                "unknown: " + name + ": " + reason;
          };
      var section =
          new Section(tag, uri.uri() + "  " + verdict)
              .json("step", tag)
              .json("uri", uri.uri())
              .json("verdict", verdict);
      dns.tell(section);
      sections.add(section);
    }
  }
}
