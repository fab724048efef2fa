package io.signetmail.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// ADR-0001: services depend on libraries, libraries on fewer libraries, no service on another.
class HouseTest {
  private static final String ROOT = "io.signetmail.";
  private static JavaClasses house;

  @BeforeAll
  static void read() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.signetmail");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingress", "verifier", "signer", "relay", "keys", "reports"})
  void noServiceKnowsAnother(String service) {
    var others =
        java.util.stream.Stream.of("ingress", "verifier", "signer", "relay", "keys", "reports")
            .filter(other -> !other.equals(service))
            .map(other -> ROOT + other + "..")
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(ROOT + service + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("services meet on topics and HTTP (ADR-0001)")
        .check(house);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auth", "smtp"})
  void theProtocolLibrariesKnowNothingOfOurs(String library) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + library + "..")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are ours and elsewhere",
                c ->
                    c.getPackageName().startsWith("io.signetmail")
                        && !(c.getPackageName() + ".").startsWith(ROOT + library + ".")))
        .because("mail-auth and mail-smtp are libraries others can use (ADR-0001)")
        .check(house);
  }

  @Test
  void theLogKnowsNoServiceAndNoFramework() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "bus..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.quarkus..", "jakarta..", ROOT + "kit..", ROOT + "auth..")
        .because("the contract outlives every framework")
        .check(house);
  }

  @Test
  void theProtocolNeedsOnlyTheJdk() {
    classes()
        .that()
        .resideInAPackage(ROOT + "auth..")
        .and()
        .resideOutsideOfPackages(
            ROOT + "auth.dns.dnsjava..", ROOT + "auth.report..", ROOT + "auth.pem..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            ROOT + "auth..", "java..", "javax.crypto..", "javax.xml.stream..", "org.jspecify..")
        .because("mail-auth core is pure Java (ADR-0002)")
        .check(house);
  }

  @Test
  void theProtocolHasNoClockNoRandomAndNoSystemDns() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "auth..")
        .and()
        .resideOutsideOfPackage(ROOT + "auth.dns.dnsjava..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.net.InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(java.net.InetAddress.class, "getAllByName", String.class)
        .because("time and DNS are arguments (ADR-0002)")
        .check(house);
  }

  @Test
  void theProtocolPackagesHaveNoCircle() {
    slices().matching(ROOT + "auth.(*)..").should().beFreeOfCycles().check(house);
  }

  @Test
  void spfDkimAndArcDoNotKnowDmarc() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "auth.spf..", ROOT + "auth.dkim..", ROOT + "auth.arc..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "auth.dmarc..")
        .check(house);
  }

  @Test
  void usersDoNotKnowTheirKeys() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "keys.users..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "keys.signingkeys..")
        .because("keys know whose they are, and two packages that know each other are one")
        .check(house);
  }

  @Test
  void noFieldInjection() {
    fields()
        .should()
        .notBeAnnotatedWith("jakarta.inject.Inject")
        .because("dependencies are constructor arguments")
        .check(house);
  }

  @Test
  void noReactiveChains() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.smallrye.mutiny..")
        .because("blocking code on virtual threads (ADR-0003)")
        .check(house);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveNameMatching(".*\\.[A-Za-z]*(Util|Utils|Helper|Manager|Impl)$")
        .check(house);
  }

  @Test
  void noServiceTalksToTheConsole() {
    noClasses()
        .that()
        .resideInAnyPackage(
            ROOT + "auth..",
            ROOT + "smtp..",
            ROOT + "bus..",
            ROOT + "kit..",
            ROOT + "ingress..",
            ROOT + "verifier..",
            ROOT + "signer..",
            ROOT + "relay..",
            ROOT + "keys..",
            ROOT + "reports..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(house);
  }
}
