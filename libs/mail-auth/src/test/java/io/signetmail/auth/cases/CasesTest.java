package io.signetmail.auth.cases;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.Authentication;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.authres.ForgedResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.authres.ResultsParser;
import io.signetmail.auth.dkim.DkimProblem;
import io.signetmail.auth.dkim.DkimResult;
import io.signetmail.auth.dmarc.DmarcEvaluator;
import io.signetmail.auth.dmarc.DmarcResult;
import io.signetmail.auth.dmarc.DmarcSettings;
import io.signetmail.auth.dmarc.PublicSuffixList;
import io.signetmail.auth.dmarc.PublishedPolicy;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.SpfResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs every case folder through the whole engine and compares what the case states.
class CasesTest {
  private static final PublicSuffixList SUFFIXES = PublicSuffixList.parse("example\n");

  @TestFactory
  Stream<DynamicContainer> everyCase() {
    return Stream.of("spf", "dkim", "arc", "dmarc", "authres").map(CasesTest::protocol);
  }

  private static DynamicContainer protocol(String name) {
    var folders = CaseFolder.of(name);
    assertThat(folders).as(name).hasSizeGreaterThanOrEqualTo(8);
    return DynamicContainer.dynamicContainer(
        name, folders.stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> check(one))));
  }

  private static void check(CaseFolder one) {
    var message = one.message();
    var found =
        new MessageAuthenticator(one.zone(), AuthenticatorSettings.defaults(), one.clock())
            .authenticate(message, one.client());
    assertThat(one.expect().properties()).isNotEmpty();
    for (var wanted : one.expect().properties()) {
      var value = wanted.getValue();
      var got =
          switch (wanted.getKey()) {
            case "spf" -> found.spf().keyword();
            case "spfReason" -> containing(value, found.spf().reason());
            case "explanation" ->
                found.spf() instanceof SpfResult.Fail(_, _, var text) ? text : "no fail";
            case "dkim" -> found.dkim().stream().map(DkimResult::keyword).toList();
            case "dkimReason" -> containing(value, reasons(found));
            case "arc" -> found.arc().keyword();
            case "arcReason" -> containing(value, found.arc().toString());
            case "sealers" -> sealers(found.arc());
            case "author" ->
                found.author() instanceof AuthorDomain.Single(_, var domain)
                    ? domain.toString()
                    : found.author().problem();
            case "dmarc" -> found.dmarc().keyword();
            case "dmarcReason" -> containing(value, found.dmarc().reason());
            case "policy" -> policy(found).map(it -> it.effective().keyword()).orElse("");
            case "policyDomain" -> policy(found).map(it -> it.domain().toString()).orElse("");
            case "tag" ->
                policy(found).map(it -> it.tag().name().toLowerCase(Locale.ROOT)).orElse("");
            case "dmarc7489" -> rfc7489(one, found).keyword();
            case "percent7489" ->
                rfc7489(one, found).details().map(it -> it.policy().percent()).orElse(-1);
            case "read" -> read(message);
            case "forged" -> ForgedResults.find(message, CaseFolder.OUR_NAME).size();
            case "written" ->
                found.results(CaseFolder.OUR_NAME).toPayload().replaceAll("\\s+", " ");
            default -> throw new IllegalArgumentException("expectation " + wanted.getKey());
          };
      assertThat(got).as(wanted.getKey() + " of " + found).isEqualTo(plain(value));
    }
  }

  /// The text itself when it contains what is wanted, so that a failure shows both.
  private static String containing(JsonNode wanted, String text) {
    return text.contains(wanted.asText()) ? wanted.asText() : text;
  }

  private static Object plain(JsonNode value) {
    if (value.isArray()) {
      var texts = new ArrayList<String>();
      value.forEach(element -> texts.add(element.asText()));
      return texts;
    }
    return value.isInt() ? value.asInt() : value.asText();
  }

  private static String reasons(Authentication found) {
    return found.dkim().stream()
        .flatMap(result -> result.reason().stream())
        .map(DkimProblem::detail)
        .collect(Collectors.joining(", "));
  }

  private static List<String> sealers(ArcResult result) {
    return result.passed().stream()
        .flatMap(pass -> pass.hops().stream())
        .map(hop -> hop.sealer().toString())
        .toList();
  }

  private static Optional<PublishedPolicy> policy(Authentication found) {
    return found.dmarc().details().map(details -> details.policy());
  }

  private static DmarcResult rfc7489(CaseFolder one, Authentication found) {
    return new DmarcEvaluator(one.zone(), DmarcSettings.rfc7489(SUFFIXES), one.clock())
        .evaluate(found.author(), found.spf(), found.dkim());
  }

  /// Every Authentication-Results field of the message, as its strict reader understands it.
  private static List<String> read(ParsedMessage message) {
    return message.headers("authentication-results").stream()
        .map(field ->
            ResultsParser.parse(field.value(), ResultsParser.Mode.STRICT)
                    instanceof ResultsParser.Ok(var results)
                ? results.authservId() + ": " + words(results.results())
                : "invalid")
        .toList();
  }

  private static String words(List<MethodResult> results) {
    return results.isEmpty()
        ? "none"
        : results.stream().map(CasesTest::words).collect(Collectors.joining("; "));
  }

  private static String words(MethodResult one) {
    var text = new StringBuilder(one.method() + "=" + one.result());
    one.reason()
        .ifPresent(
            reason -> text.append(" reason=\"").append(reason.replace("\"", "\\\"")).append('"'));
    for (var property : one.properties()) {
      text.append(' ').append(property.type()).append('.').append(property.name());
      text.append('=').append(property.value());
    }
    return text.toString();
  }
}
