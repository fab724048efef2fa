package io.signetmail.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.auth.dmarc.DmarcPolicy;
import io.signetmail.auth.dns.DomainName;
import io.signetmail.auth.policy.ClientNames;
import io.signetmail.auth.policy.DmarcFinding;
import io.signetmail.auth.policy.PolicyInput;
import io.signetmail.bus.BusJson;
import io.signetmail.bus.PolicyFacts;
import io.signetmail.testkit.Await;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyDocumentTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  private static final DmarcFinding REJECTED =
      new DmarcFinding.Failed(DmarcPolicy.REJECT, DmarcPolicy.REJECT, 100, 7, DmarcPolicy.NONE);

  private static DomainName name(String text) {
    return DomainName.of(text);
  }

  private static PolicyInput input(String client, ClientNames names, String... authenticated) {
    return new PolicyInput(
        Optional.of(name("bank.example")),
        "",
        REJECTED,
        InetAddress.ofLiteral(client),
        names,
        Optional.empty(),
        Stream.of(authenticated).map(PolicyDocumentTest::name).toList());
  }

  @ParameterizedTest(name = "from {0} to {1} on {2}: {3}")
  @CsvSource({
    "192.0.2.9,example.com,2026-11-23T10:00:00Z,quarantine",
    "198.51.100.9,example.com,2026-11-23T10:00:00Z,refuse",
    "198.51.100.9,watch.example,2026-11-23T10:00:00Z,accept",
    "198.51.100.9,xn--bcher-kva.example,2026-11-23T10:00:00Z,quarantine",
    "2001:db8::1,example.com,2026-12-31T23:59:59Z,quarantine",
    "2001:db8::1,example.com,2027-01-01T00:00:00Z,refuse",
    "2001:db8::1,other.example,2026-11-23T10:00:00Z,refuse"
  })
  void whoIsTrustedDependsOnTheRecipientAndTheDay(
      String client, String recipient, Instant at, String action) throws BadPolicy {
    var policy = PolicyReaderTest.read(PolicyReaderTest.FULL);
    var ruling = policy.decide(input(client, ClientNames.NONE), List.of(name(recipient)), at, "ID");
    assertThat(ruling.action()).isEqualTo(action);
    assertThat(ruling.mixed()).isFalse();
  }

  @Test
  void aForwarderByNameCountsForItsRecipientsOnly() throws BadPolicy {
    var policy = PolicyReaderTest.read(PolicyReaderTest.FULL);
    var named =
        input("198.51.100.9", new ClientNames(List.of(name("a.out.forwarder.example")), false));
    assertThat(policy.decide(named, List.of(name("example.com")), NOW, "ID").action())
        .isEqualTo("quarantine");
    assertThat(policy.decide(named, List.of(name("other.example")), NOW, "ID").action())
        .isEqualTo("refuse");
  }

  @Test
  void aKnownListCountsUntilItsTimeIsOver() throws BadPolicy {
    var policy = PolicyReaderTest.read(PolicyReaderTest.FULL);
    var list = input("198.51.100.9", ClientNames.NONE, "lists.example");
    assertThat(policy.decide(list, List.of(name("example.com")), NOW, "ID").action())
        .isEqualTo("quarantine");
    var later = NOW.plus(Duration.ofHours(2));
    assertThat(policy.decide(list, List.of(name("example.com")), later, "ID").action())
        .isEqualTo("refuse");
  }

  @Test
  void recipientsUnderDifferentPoliciesGetTheStrictestDecision() throws BadPolicy {
    var policy = PolicyReaderTest.read(PolicyReaderTest.FULL);
    var ruling =
        policy.decide(
            input("198.51.100.9", ClientNames.NONE),
            List.of(name("watch.example"), name("example.com")),
            NOW,
            "ID");
    assertThat(ruling.action()).isEqualTo("refuse");
    assertThat(ruling.mixed()).isTrue();
  }

  @Test
  void theIdIsTheSameExactlyForTheSameSettings() throws BadPolicy {
    var policy = PolicyReaderTest.read(PolicyReaderTest.FULL);
    assertThat(policy.effective(name("one.example"), NOW).id())
        .isEqualTo(policy.effective(name("two.example"), NOW).id())
        .isNotEqualTo(policy.effective(name("example.com"), NOW).id())
        .isNotEqualTo(policy.effective(name("watch.example"), NOW).id());
  }

  static Stream<PolicyInput> inputs() {
    var plain = input("192.0.2.9", new ClientNames(List.of(name("mx.example")), true), "a.example");
    return Stream.of(
        plain,
        new PolicyInput(
            Optional.empty(),
            "no From field",
            new DmarcFinding.Settled(),
            plain.client(),
            ClientNames.NONE,
            Optional.empty(),
            List.of()),
        new PolicyInput(
            plain.author(),
            "",
            new DmarcFinding.Undecided(true, true, "DNS for _dmarc.bank.example: timeout"),
            InetAddress.ofLiteral("2001:db8::1"),
            ClientNames.NONE,
            Optional.of(new PolicyInput.Chain(name("sealer.example"), true, "arc=pass")),
            List.of(name("a.example"), name("b.example"))));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void whatWasRecordedDecidesTheSameAgain(PolicyInput input) throws BadPolicy {
    var policy = PolicyReaderTest.read(PolicyReaderTest.FULL);
    var ruling = policy.decide(input, List.of(name("example.com")), NOW, "ID");
    var facts = PolicyRecord.write(input, ruling, policy.version());
    var read = BusJson.read(BusJson.write(facts), PolicyFacts.class).orElseThrow();
    assertThat(read).isEqualTo(facts);
    assertThat(PolicyRecord.read(read)).contains(input);
  }

  @Test
  void aChangedFileIsReadAgainAndABadOneChangesNothing(@TempDir Path folder) throws Exception {
    var path = folder.resolve("policy.yaml");
    Files.writeString(path, "version: one\n");
    var file = PolicyFile.open(path);
    assertThat(file.current().version()).startsWith("one+");
    replace(path, "version: two\n", 1);
    await(() -> file.current().version().startsWith("two+"));
    replace(path, "version: three\nmodes: x\n", 2);
    await(() -> {
      var _ = file.current();
      return !file.isGood();
    });
    assertThat(file.current().version()).startsWith("two+");
    replace(path, "version: four\n", 3);
    await(() -> file.current().version().startsWith("four+"));
    assertThat(file.isGood()).isTrue();
    Files.delete(path);
    await(() -> {
      var _ = file.current();
      return !file.isGood();
    });
    assertThat(file.current().version()).startsWith("four+");
  }

  private static void replace(Path path, String text, int age) throws Exception {
    Files.writeString(path, text);
    Files.setLastModifiedTime(path, FileTime.from(NOW.plusSeconds(age)));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    Await.until(Duration.ofSeconds(20), "the file is read again", condition);
  }
}
