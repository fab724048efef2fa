package io.signetmail.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.Authentication;
import io.signetmail.auth.AuthenticatorSettings;
import io.signetmail.auth.MessageAuthenticator;
import io.signetmail.auth.SmtpClient;
import io.signetmail.auth.arc.ArcHop;
import io.signetmail.auth.arc.ArcResult;
import io.signetmail.auth.authres.AuthenticationResults;
import io.signetmail.auth.authres.MethodResult;
import io.signetmail.auth.dkim.Selector;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.dns.zone.ZoneDns;
import io.signetmail.auth.message.ParsedMessage;
import io.signetmail.auth.spf.ReversePath;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPolicyTest {
  private static final String ID = "01K0ABCDEFGHJKMNPQRSTVWXYZ";

  private static final String ZONE_TEXT =
      """
      reject.example.             TXT  "v=spf1 ip4:192.0.2.1 -all"
      _dmarc.reject.example.      TXT  "v=DMARC1; p=reject"
      quarantine.example.         TXT  "v=spf1 ip4:192.0.2.1 -all"
      _dmarc.quarantine.example.  TXT  "v=DMARC1; p=quarantine"
      none.example.               TXT  "v=spf1 ip4:192.0.2.1 -all"
      _dmarc.none.example.        TXT  "v=DMARC1; p=none"
      testing.example.            TXT  "v=spf1 ip4:192.0.2.1 -all"
      _dmarc.testing.example.     TXT  "v=DMARC1; p=reject; t=y"
      nopolicy.example.           TXT  "v=spf1 ip4:192.0.2.1 -all"
      list.example.               TXT  "v=spf1 ip4:192.0.2.1 ip4:192.0.2.66 -all"
      """;

  private static final ZoneDns ZONE = ZoneDns.parse(ZONE_TEXT);

  private static ZoneDns servfail(String name) {
    return ZoneDns.parse(
        ZONE_TEXT
                .lines()
                .filter(line -> !line.startsWith(name + ". "))
                .collect(Collectors.joining("\n"))
            + "\n"
            + name
            + ". SERVFAIL\n");
  }

  private static Authentication found(String from, String mailFrom, String ip) {
    var message = "From: <joe@" + from + ">\r\nSubject: a\r\n\r\nbody\r\n";
    return found(message, mailFrom, ip, ZONE);
  }

  private static Authentication found(String message, String mailFrom, String ip, ZoneDns zone) {
    var clock = InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));
    return new MessageAuthenticator(zone, AuthenticatorSettings.defaults(), clock)
        .authenticate(
            ParsedMessage.of(message.getBytes(StandardCharsets.UTF_8)),
            new SmtpClient(
                InetAddress.ofLiteral(ip),
                "client.example",
                ReversePath.parse(mailFrom),
                "mx.signet.example"));
  }

  private static Decision decide(PolicySettings settings, Authentication found) {
    return new LocalPolicy(settings, new Random(1)).decide(found, ID);
  }

  @Test
  void spoofedMailOfARejectDomainIsRefusedWithOurWords() {
    var decision =
        decide(
            PolicySettings.defaults(), found("reject.example", "a@reject.example", "192.0.2.66"));
    assertThat(decision)
        .isInstanceOfSatisfying(
            Decision.Refuse.class,
            refuse ->
                assertThat(refuse.reply())
                    .hasToString(
                        "550 5.7.1 The message violates the DMARC policy of reject.example (<"
                            + ID
                            + ">)"));
  }

  @ParameterizedTest(name = "{0}: {1} from {2} is {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ENFORCE    | reject.example     | 192.0.2.1  | Accept
          ENFORCE    | reject.example     | 192.0.2.66 | Refuse
          ENFORCE    | quarantine.example | 192.0.2.66 | Quarantine
          ENFORCE    | none.example       | 192.0.2.66 | Accept
          ENFORCE    | nopolicy.example   | 192.0.2.66 | Accept
          ENFORCE    | testing.example    | 192.0.2.66 | Quarantine
          QUARANTINE | reject.example     | 192.0.2.66 | Quarantine
          QUARANTINE | quarantine.example | 192.0.2.66 | Quarantine
          MONITOR    | reject.example     | 192.0.2.66 | Accept
          MONITOR    | quarantine.example | 192.0.2.66 | Accept
          """)
  void modes(PolicyMode mode, String domain, String ip, String expected) {
    var settings = PolicySettings.defaults().withMode(mode);
    var decision = decide(settings, found(domain, "a@" + domain, ip));
    assertThat(decision.getClass().getSimpleName()).isEqualTo(expected);
  }

  /// Design rule: temperror never becomes fail, and never holds up what is decided already.
  @ParameterizedTest(name = "{0}, SPF unavailable, from {1}: {2}")
  @CsvSource({
    "ENFORCE,reject.example,Defer",
    "QUARANTINE,reject.example,Defer",
    "MONITOR,reject.example,Accept",
    "ENFORCE,quarantine.example,Defer",
    "ENFORCE,none.example,Accept",
    "ENFORCE,nopolicy.example,Accept"
  })
  void deferOnlyWhenTheMissingAnswerCouldChangeTheDecision(
      PolicyMode mode, String domain, String expected) {
    var zone = servfail(domain);
    var message = "From: <joe@" + domain + ">\r\n\r\nbody\r\n";
    var decision =
        decide(
            PolicySettings.defaults().withMode(mode),
            found(message, "a@" + domain, "192.0.2.66", zone));
    assertThat(decision.getClass().getSimpleName()).isEqualTo(expected);
  }

  @Test
  void unknownPolicyIsDeferredUnlessSwitchedOff() {
    var zone = servfail("_dmarc.reject.example");
    var found = found("From: <joe@reject.example>\r\n\r\n", "a@list.example", "192.0.2.66", zone);
    assertThat(decide(PolicySettings.defaults(), found)).isInstanceOf(Decision.Defer.class);
    var settings =
        new PolicySettings(PolicyMode.ENFORCE, true, false, PolicySettings.Trusted.NOBODY);
    assertThat(decide(settings, found)).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void unknownPolicyOfAnAuthenticatedAuthorIsAccepted() {
    var zone = servfail("_dmarc.reject.example");
    var found = found("From: <joe@reject.example>\r\n\r\n", "a@reject.example", "192.0.2.1", zone);
    assertThat(decide(PolicySettings.defaults(), found)).isInstanceOf(Decision.Accept.class);
  }

  @ParameterizedTest
  @CsvSource({"ENFORCE", "QUARANTINE", "MONITOR"})
  void badFromIsRefusedInEveryMode(PolicyMode mode) {
    var settings = PolicySettings.defaults().withMode(mode);
    for (var header :
        List.of(
            "Subject: no From\r\n",
            "From: a@none.example\r\nFrom: b@none.example\r\n",
            "From: a@none.example, b@list.example\r\n",
            "From: undisclosed:;\r\n",
            "From: nobody\r\n")) {
      var decision =
          decide(settings, found(header + "\r\nbody\r\n", "a@none.example", "192.0.2.1", ZONE));
      assertThat(decision)
          .isInstanceOfSatisfying(
              Decision.Refuse.class,
              refuse -> assertThat(refuse.reply().toString()).startsWith("550 5.7.1 "));
    }
  }

  @Test
  void badFromHasItsOwnSwitch() {
    var settings =
        new PolicySettings(PolicyMode.ENFORCE, false, true, PolicySettings.Trusted.NOBODY);
    var found = found("Subject: a\r\n\r\n", "a@none.example", "192.0.2.1", ZONE);
    assertThat(decide(settings, found)).isInstanceOf(Decision.Accept.class);
  }

  @Test
  void aTrustedForwarderSoftensRefusing() {
    var trusted =
        new PolicySettings.Trusted(
            Set.of(),
            List.of(ClientNetwork.parse("192.0.2.64/26").orElseThrow()),
            Set.of(),
            Set.of());
    assertSoftened(
        trusted,
        found("reject.example", "a@reject.example", "192.0.2.66"),
        PolicyOverride.Type.TRUSTED_FORWARDER);
  }

  private static Decision named(ClientNames names) {
    var trusted =
        new PolicySettings.Trusted(
            Set.of(), List.of(), Set.of(DomainName.of("forwarder.example")), Set.of());
    var found = found("reject.example", "a@reject.example", "192.0.2.66");
    return new LocalPolicy(PolicySettings.defaults().withTrusted(trusted), new Random(1))
        .decide(PolicyInput.of(found, names, 0), ID);
  }

  @ParameterizedTest(name = "{0}, all answers {1}: {2}")
  @CsvSource({
    "out1.forwarder.example,true,Quarantine",
    "forwarder.example,false,Quarantine",
    "notforwarder.example,true,Refuse",
    "forwarder.example.attacker.example,true,Refuse",
    "stranger.example,false,Defer"
  })
  void aForwarderByItsNameNeedsDns(String name, boolean complete, String expected) {
    var decision = named(new ClientNames(List.of(DomainName.of(name)), !complete));
    assertThat(decision.getClass().getSimpleName()).isEqualTo(expected);
  }

  /// RFC 8601 §2.7.3: the name must lead back to the address.
  @ParameterizedTest(name = "{0} is called {1}, open {2}")
  @CsvSource({
    "192.0.2.66,[out1.forwarder.example],false",
    "192.0.2.67,[],false",
    "192.0.2.68,[],true",
    "192.0.2.69,[],false",
    "192.0.2.70,[],true",
    "2001:db8::66,[out6.forwarder.example],false"
  })
  void onlyNamesThatLeadBackAreConfirmed(String ip, String names, boolean open) {
    var zone =
        ZoneDns.parse(
            """
            66.2.0.192.in-addr.arpa. PTR out1.forwarder.example.
            67.2.0.192.in-addr.arpa. PTR out1.forwarder.example.
            68.2.0.192.in-addr.arpa. SERVFAIL
            69.2.0.192.in-addr.arpa. PTR gone.forwarder.example.
            70.2.0.192.in-addr.arpa. PTR broken.forwarder.example.
            6.6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. PTR out6.forwarder.example.
            out1.forwarder.example. A 192.0.2.66
            out6.forwarder.example. AAAA 2001:db8::66
            broken.forwarder.example. SERVFAIL
            """);
    var found = ClientNames.lookUp(zone, InetAddress.ofLiteral(ip));
    assertThat(found.confirmed()).hasToString(names);
    assertThat(found.open()).isEqualTo(open);
  }

  @Test
  void aListThatAuthenticatesAsItselfSoftensRefusing() {
    var trusted =
        new PolicySettings.Trusted(
            Set.of(), List.of(), Set.of(), Set.of(DomainName.of("list.example")));
    assertSoftened(
        trusted,
        found("reject.example", "bounce@list.example", "192.0.2.66"),
        PolicyOverride.Type.MAILING_LIST);
  }

  @Test
  void aListThatDoesNotAuthenticateSoftensNothing() {
    var trusted =
        new PolicySettings.Trusted(
            Set.of(), List.of(), Set.of(), Set.of(DomainName.of("list.example")));
    var found = found("reject.example", "bounce@list.example", "192.0.2.77");
    assertThat(decide(PolicySettings.defaults().withTrusted(trusted), found))
        .isInstanceOf(Decision.Refuse.class);
  }

  @ParameterizedTest(name = "sealed by {0} who recorded dmarc={1}: softened {2}")
  @CsvSource({
    "forwarder.example,pass,true",
    "forwarder.example,fail,false",
    "stranger.example,pass,false"
  })
  void onlyATrustedSealerThatSawDmarcPassSoftens(String sealer, String recorded, boolean softened) {
    var trusted =
        new PolicySettings.Trusted(
            Set.of(DomainName.of("forwarder.example")), List.of(), Set.of(), Set.of());
    var plain = found("reject.example", "a@reject.example", "192.0.2.66");
    var seen =
        new AuthenticationResults(
            "mx.forwarder.example", List.of(MethodResult.of("dmarc", recorded)));
    var chain =
        new ArcResult.Pass(
            0, List.of(new ArcHop(1, DomainName.of(sealer), Selector.of("s1"), seen)));
    var found =
        new Authentication(
            plain.client(), plain.author(), plain.spf(), plain.dkim(), chain, plain.dmarc());
    if (softened) {
      assertSoftened(trusted, found, PolicyOverride.Type.LOCAL_POLICY);
    } else {
      assertThat(decide(PolicySettings.defaults().withTrusted(trusted), found))
          .isInstanceOf(Decision.Refuse.class);
    }
  }

  private static void assertSoftened(
      PolicySettings.Trusted trusted, Authentication found, PolicyOverride.Type type) {
    var decision = decide(PolicySettings.defaults().withTrusted(trusted), found);
    assertThat(decision).isInstanceOf(Decision.Quarantine.class);
    assertThat(decision.deviations()).extracting(PolicyOverride::type).containsExactly(type);
    assertThat(decision.annotate(found.results("mx.signet.example")).toField())
        .contains("dis=quarantine, " + type.keyword());
  }

  @Test
  void resultsAreWrittenInTheWordsOfTheRfc() {
    var found = found("reject.example", "a@reject.example", "192.0.2.1");
    var decision = decide(PolicySettings.defaults(), found);
    assertThat(decision.annotate(found.results("mx.signet.example")).toField())
        .isEqualToNormalizingNewlines(
            """
            Authentication-Results: mx.signet.example;
            \tdkim=none;
            \tspf=pass smtp.mailfrom=a@reject.example smtp.helo=client.example;
            \tdmarc=pass (p=reject dis=none) header.from=reject.example
            \tpolicy.dmarc=none;
            \tarc=none
            """);
  }
}
