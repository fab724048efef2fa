package io.signetmail.auth.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.signetmail.auth.dmarc.AlignmentMode;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Identifier;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.Method;
import io.signetmail.auth.dmarc.AuthenticatedIdentifiers.State;
import io.signetmail.auth.dmarc.Discovery;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcMode;
import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dmarc.DmarcRecord;
import io.signetmail.auth.dmarc.DmarcRecordParser;
import io.signetmail.auth.dmarc.DmarcRecordParser.Parsed;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PolicyTag;
import io.signetmail.auth.dmarc.PsdFlag;
import io.signetmail.auth.dmarc.PublicSuffixList;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.auth.dmarc.ReportDestination;
import io.signetmail.auth.dmarc.ReportDestinations;
import io.signetmail.auth.dmarc.ReportUri;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// `dmarc/*.json` and `psl/cases.json`. Disputed cases are left out.
class DmarcCasesTest {
  private static final InstantSource CLOCK = InstantSource.system();

  private static Stream<DynamicTest> each(String file, BiConsumer<JsonNode, String> check) {
    var tests = new ArrayList<DynamicTest>();
    for (var one : Corpus.json(file).path("cases")) {
      if (!one.path("disputed").asBoolean()) {
        var id = one.path("id").asText();
        tests.add(DynamicTest.dynamicTest(id, () -> check.accept(one, id)));
      }
    }
    return tests.stream();
  }

  private static PublicSuffixList publicSuffixes() {
    var list = new String(Corpus.bytes("psl/public_suffix_list.dat"), StandardCharsets.UTF_8);
    return PublicSuffixList.parse(list);
  }

  @TestFactory
  Stream<DynamicTest> publicSuffixCases() {
    var list = publicSuffixes();
    return each(
        "psl/cases.json",
        (one, _) -> {
          var expected = one.path("registrable_domain");
          var got = DomainName.parse(one.path("input").asText()).flatMap(list::registrableDomain);
          assertThat(got)
              .isEqualTo(
                  expected.isNull() ? Optional.empty() : DomainName.parse(expected.asText()));
        });
  }

  /// `valid` is the judgement of linters too: a record they refuse is, for us, no record, no usable
  /// policy, or one with a problem we name; one they accept is usable.
  @TestFactory
  Stream<DynamicTest> records() {
    return each("dmarc/records.json", (one, id) -> checkRecord(one, id));
  }

  private static void checkRecord(JsonNode one, String id) {
    boolean rfc7489 = one.path("spec").asText().startsWith("rfc7489");
    var mode = rfc7489 ? DmarcMode.RFC7489 : DmarcMode.RFC9989;
    var parsed = DmarcRecordParser.parse(one.path("record").asText());
    if (one.path("valid").isBoolean()) {
      assertThat(one.path("valid").asBoolean() ? usable(parsed, mode) : faultless(parsed, mode))
          .as(id + ": " + parsed)
          .isEqualTo(one.path("valid").asBoolean());
    }
    if (one.has("value_valid")) {
      var tag = one.path("tag").asText();
      boolean valid =
          parsed instanceof Parsed.Valid(_, _, var problems)
              && problems.stream().noneMatch(problem -> problem.tag().equals(tag));
      assertThat(valid).as(id + ": " + parsed).isEqualTo(one.path("value_valid").asBoolean());
    }
    if (one.has("tags")) {
      checkTags(((Parsed.Valid) parsed).record(), one.path("tags"));
    }
  }

  private static boolean usable(Parsed parsed, DmarcMode mode) {
    return parsed instanceof Parsed.Valid(var record, _, _)
        && (record.use(mode) != DmarcRecord.Use.NOTHING || record.psd() == PsdFlag.YES);
  }

  private static boolean faultless(Parsed parsed, DmarcMode mode) {
    return usable(parsed, mode)
        && ((Parsed.Valid) parsed)
            .problems().stream()
                .allMatch(problem -> problem.historic() && mode == DmarcMode.RFC9989);
  }

  private static void checkTags(DmarcRecord record, JsonNode tags) {
    for (var tag : tags.properties()) {
      var value = tag.getValue();
      switch (tag.getKey()) {
        case "p" -> assertThat(keyword(record.p())).isEqualTo(value.asText());
        case "sp" -> assertThat(keyword(record.sp())).isEqualTo(value.asText());
        case "np" -> assertThat(keyword(record.np())).isEqualTo(value.asText());
        case "adkim" -> assertThat(record.adkim().keyword()).isEqualTo(value.asText());
        case "aspf" -> assertThat(record.aspf().keyword()).isEqualTo(value.asText());
        case "pct" -> assertThat(record.percent()).isEqualTo(value.asInt());
        case "fo" ->
            assertThat(record.failureReporting())
                .map(option -> option.keyword())
                .isEqualTo(texts(value));
        case "rua" -> assertThat(record.rua()).map(ReportUri::uri).isEqualTo(texts(value));
        case "ruf" -> assertThat(record.ruf()).map(ReportUri::uri).isEqualTo(texts(value));
        case "ri", "rf" -> {} // historic, not kept
        default -> throw new IllegalArgumentException("tag " + tag.getKey());
      }
    }
  }

  private static List<String> texts(JsonNode values) {
    var texts = new ArrayList<String>();
    values.forEach(
        value -> texts.add(value.isObject() ? value.path("uri").asText() : value.asText()));
    return texts;
  }

  private static String keyword(PolicyTag tag) {
    return tag instanceof PolicyTag.Valid(var policy) ? policy.keyword() : tag.toString();
  }

  @TestFactory
  Stream<DynamicTest> evaluations() {
    var list = publicSuffixes();
    return each(
        "dmarc/evaluate.json",
        (one, id) -> {
          var spec = one.path("spec").asText();
          if (!spec.equals("rfc7489")) {
            checkEvaluation(one, id, DmarcSettings.rfc9989());
          }
          if (!spec.equals("rfc9989")) {
            checkEvaluation(one, id, DmarcSettings.rfc7489(list));
          }
        });
  }

  private static void checkEvaluation(JsonNode one, String id, DmarcSettings settings) {
    var result = evaluate(one, settings);
    var what = id + " " + settings.mode() + ": " + result;
    var expect = one.path("expect");
    var accepted = new ArrayList<String>();
    one.path("accept").forEach(word -> accepted.add(word.asText()));
    if (expect.has("result")) {
      accepted.add(expect.path("result").asText());
      assertThat(accepted).as(what).contains(result.keyword());
    }
    var policy = result.details().map(it -> it.policy());
    for (var field : expect.properties()) {
      var value = field.getValue().asText();
      switch (field.getKey()) {
        case "result" -> {}
        case "policy" -> assertThat(effective(policy)).as(what).isEqualTo(value);
        case "disposition" ->
            assertThat(result instanceof DmarcResult.Fail ? effective(policy) : "none")
                .as(what)
                .isEqualTo(value);
        case "policy_domain" ->
            assertThat(policy.orElseThrow().domain()).as(what).hasToString(value);
        case "dkim_aligned" ->
            assertThat(result.details().orElseThrow().isDkimAligned())
                .as(what)
                .isEqualTo(field.getValue().asBoolean());
        case "spf_aligned" ->
            assertThat(result.details().orElseThrow().isSpfAligned())
                .as(what)
                .isEqualTo(field.getValue().asBoolean());
        case "adkim" ->
            assertThat(policy.orElseThrow().record().adkim()).as(what).isEqualTo(mode(value));
        case "aspf" ->
            assertThat(policy.orElseThrow().record().aspf()).as(what).isEqualTo(mode(value));
        case "record" -> assertThat(policy.orElseThrow().text()).as(what).isEqualTo(value);
        case "record_contains" -> assertThat(policy.orElseThrow().text()).as(what).contains(value);
        case "record_tags" -> checkTags(policy.orElseThrow().record(), field.getValue());
        default -> throw new IllegalArgumentException("expectation " + field.getKey());
      }
    }
  }

  private static AlignmentMode mode(String keyword) {
    return keyword.equals("s") ? AlignmentMode.STRICT : AlignmentMode.RELAXED;
  }

  private static String effective(Optional<PublishedPolicy> policy) {
    return policy.map(PublishedPolicy::effective).map(DmarcPolicy::keyword).orElse("");
  }

  private static DmarcResult evaluate(JsonNode one, DmarcSettings settings) {
    var from = one.path("header_from");
    var author = author(from.isArray() ? String.join(", ", texts(from)) : from.asText());
    var evaluator = new DmarcEvaluator(JsonZoneDns.of(one.path("dns")), settings, CLOCK);
    return author instanceof AuthorDomain.Single(_, var domain)
        ? evaluator.evaluate(domain, identifiers(one))
        : new DmarcResult.PermError(author.problem());
  }

  private static AuthorDomain author(String headerFrom) {
    var field = headerFrom.startsWith("From:") ? headerFrom : "From: " + headerFrom;
    return AuthorDomain.of(ParsedMessage.of((field + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
  }

  private static AuthenticatedIdentifiers identifiers(JsonNode one) {
    var identifiers = new ArrayList<Identifier>();
    for (var method : Map.of("spf", Method.SPF, "dkim", Method.DKIM).entrySet()) {
      for (var checked : one.path(method.getKey())) {
        if (!checked.path("scope").asText("mfrom").equals("helo")) {
          var state =
              switch (checked.path("result").asText()) {
                case "pass" -> State.PASS;
                case "temperror" -> State.UNDECIDED;
                default -> State.NO_PASS;
              };
          identifiers.add(
              new Identifier(
                  method.getValue(), DomainName.of(checked.path("domain").asText()), state));
        }
      }
    }
    return new AuthenticatedIdentifiers(identifiers);
  }

  @TestFactory
  Stream<DynamicTest> ourOwnEvaluations() throws IOException {
    var list = PublicSuffixList.parse("com\nexample\n");
    var file = Path.of("src/test/resources/dmarc/evaluate.json");
    var tests = new ArrayList<DynamicTest>();
    for (var one : new ObjectMapper().readTree(Files.readAllBytes(file)).path("cases")) {
      var id = one.path("id").asText();
      tests.add(
          DynamicTest.dynamicTest(
              id,
              () -> {
                checkEvaluation(one, id, DmarcSettings.rfc9989());
                if (one.path("spec").asText().equals("both")) {
                  checkEvaluation(one, id, DmarcSettings.rfc7489(list));
                }
              }));
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> discoveries() {
    var list = publicSuffixes();
    return each(
        "dmarc/discovery.json",
        (one, id) -> {
          checkDiscovery(one, id, DmarcSettings.rfc9989());
          if (one.path("spec").asText().equals("both")) {
            checkDiscovery(one, id, DmarcSettings.rfc7489(list));
          }
        });
  }

  private static void checkDiscovery(JsonNode one, String id, DmarcSettings settings) {
    var evaluator = new DmarcEvaluator(JsonZoneDns.of(one.path("dns")), settings, CLOCK);
    var domain = DomainName.of(one.path("domain").asText());
    var discovery = evaluator.discover(domain);
    for (var field : one.path("expect").properties()) {
      var value = field.getValue();
      switch (field.getKey()) {
        case "record_found" ->
            assertThat(recordFound(evaluator, domain, discovery))
                .as(id)
                .isEqualTo(value.asBoolean());
        case "from_org_domain" ->
            assertThat(found(discovery).level() != PublishedPolicy.Level.AUTHOR_DOMAIN)
                .as(id)
                .isEqualTo(value.asBoolean());
        case "policy_domain" ->
            assertThat(found(discovery).domain()).as(id).hasToString(value.asText());
        case "organizational_domain" ->
            assertThat(evaluator.walk(domain).organizationalDomain())
                .as(id)
                .hasToString(value.asText());
        case "record" -> assertThat(found(discovery).text()).as(id).isEqualTo(value.asText());
        case "record_contains" ->
            assertThat(found(discovery).text()).as(id).contains(value.asText());
        case "record_tags" -> checkTags(found(discovery).record(), value);
        default -> throw new IllegalArgumentException("expectation " + field.getKey());
      }
    }
  }

  /// A record that says only `psd=y` is found without being a policy.
  private static boolean recordFound(
      DmarcEvaluator evaluator, DomainName domain, Discovery discovery) {
    return discovery instanceof Discovery.Found || !evaluator.walk(domain).found().isEmpty();
  }

  private static PublishedPolicy found(Discovery discovery) {
    return ((Discovery.Found) discovery).policy();
  }

  @TestFactory
  Stream<DynamicTest> externalReports() {
    return each(
        "dmarc/external-report.json",
        (one, id) -> {
          var zone = JsonZoneDns.of(one.path("dns"));
          var uri = new ReportUri("mailto:reports@" + one.path("rua_domain").asText());
          var destination =
              new ReportDestinations(zone, DmarcSettings.rfc9989(), CLOCK)
                  .check(DomainName.of(one.path("policy_domain").asText()), uri);
          boolean accepted =
              switch (destination) {
                case ReportDestination.SameOrganization _, ReportDestination.Authorized _ -> true;
                case ReportDestination.NotAuthorized _, ReportDestination.Unavailable _ -> false;
              };
          assertThat(accepted).as(id + destination).isEqualTo(one.path("accepted").asBoolean());
          assertThat(destination instanceof ReportDestination.Unavailable)
              .isEqualTo(one.path("status").asText().equals("temperror"));
        });
  }

  @TestFactory
  Stream<DynamicTest> authors() {
    return each(
        "dmarc/header-from.json",
        (one, id) -> {
          var author = author(one.path("header_from").asText());
          var expected = one.path("expect");
          assertThat(author instanceof AuthorDomain.Single(_, var domain) ? domain.toString() : "")
              .as(id + ": " + author.problem())
              .isEqualTo(expected.isNull() ? "" : expected.asText());
        });
  }

  /// With the record at `b`, so that the tree walk knows the organization.
  @TestFactory
  Stream<DynamicTest> alignments() {
    return each(
        "dmarc/alignment.json",
        (one, id) -> {
          var mode = one.path("mode").asText();
          var author = DomainName.of(one.path("b").asText());
          var organization = author.rightmost(2);
          var zone =
              ZoneDns.parse(
                  "_dmarc.%s TXT \"v=DMARC1; p=reject; adkim=%s\"".formatted(organization, mode));
          var result =
              new DmarcEvaluator(zone, DmarcSettings.rfc9989(), CLOCK)
                  .evaluate(
                      author,
                      new AuthenticatedIdentifiers(
                          List.of(
                              new Identifier(
                                  Method.DKIM,
                                  DomainName.of(one.path("a").asText()),
                                  State.PASS))));
          assertThat(result instanceof DmarcResult.Pass)
              .as(id)
              .isEqualTo(one.path("aligned").asBoolean());
        });
  }
}
