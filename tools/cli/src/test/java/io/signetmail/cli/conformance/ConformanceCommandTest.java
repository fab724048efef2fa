package io.signetmail.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The verb, on our own vectors and on broken ones.
class ConformanceCommandTest {
  private static final Path OURS = Path.of("src/test/resources/vectors");
  private static final Path TABLE = Path.of("../../docs/conformance.md");

  @TempDir private Path directory;

  @Test
  void ourOwnVectorsPass() {
    var run = Cli.run("conformance", OURS, "--verbose");
    assertThat(run.out())
        .containsPattern("spf/signet-tests.yml +14 +14 +0 +0 +0")
        .containsPattern("dmarc/evaluate.json +10 +10 +0 +0 +0")
        .contains("24 cases: 0 failed");
    assertThat(run.status()).isZero();
  }

  @Test
  void oneCorpusCanBeChosen() {
    var run = Cli.run("conformance", OURS, "dmarc", "--json");
    assertThat(run.json().path("corpora")).hasSize(1);
    assertThat(run.json().at("/corpora/0/corpus").asText()).isEqualTo("dmarc/evaluate.json");
    assertThat(Cli.run("conformance", OURS, "dkim").status()).isEqualTo(2);
  }

  @Test
  void aFailureIsNamedWithExpectedAndGot() throws IOException {
    write("psl/public_suffix_list.dat", "com\n");
    write(
        "psl/cases.json",
        """
        {"cases": [
          {"id": "right", "input": "a.b.com", "registrable_domain": "b.com"},
          {"id": "wrong", "input": "a.b.com", "registrable_domain": "a.b.com"},
          {"id": "open", "input": "a.b.com", "registrable_domain": null, "disputed": true,
           "note": "nobody agrees"}]}
        """);
    var run = Cli.run("conformance", directory, "--verbose");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("psl/cases.json +3 +1 +1 +0 +1")
        .containsPattern("failed +wrong")
        .contains("registrable domain: expected Optional[a.b.com], got Optional[b.com]")
        .containsPattern("disputed +open")
        .contains("nobody agrees");
    assertThat(Cli.run("conformance", directory).out())
        .contains("3 cases: 1 failed, 0 explained in docs/conformance.md, 1 disputed")
        .contains("--verbose names them");
    assertThat(Cli.run("conformance", directory, "--json").json().at("/corpora/0/differences"))
        .hasSize(2);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          dkim/cases.json  | {"cases": [{"id":  | dkim/cases.json, line 1, column
          dkim/cases.json  | {"cases": {}}      | dkim/cases.json: has no list named "cases"
          authres/cases.json | [1, 2            | authres/cases.json, line 1, column
          spf/a-tests.yml  | a: [b              | spf/a-tests.yml, line
          psl/cases.json   | {"cases": []}      | psl/public_suffix_list.dat: cannot be read
          """)
  void aBrokenFileIsNamedWithItsPosition(String file, String content, String message)
      throws IOException {
    write(file, content);
    var run = Cli.run("conformance", directory);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("cannot be read: " + message).doesNotContain("\tat ");
  }

  @Test
  void aCaseNobodyCanRunIsAFailureAndStopsNothing() throws IOException {
    write(
        "dmarc/records.json",
        """
        {"cases": [{"id": "odd", "record": "v=DMARC1; p=none", "tags": {"zz": 1}},
                   {"id": "fine", "record": "v=DMARC1; p=none", "valid": true}]}
        """);
    var run = Cli.run("conformance", directory, "--verbose");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out())
        .containsPattern("dmarc/records.json +2 +1 +1 +0 +0")
        .contains("runs: expected to its end, got IllegalArgumentException: tag zz");
  }

  @Test
  void messagesOutsideTheDirectoryAreNotRead() throws IOException {
    write("mail/index.json", "{\"cases\": [{\"id\": \"x\", \"file\": \"../../secret\"}]}");
    assertThat(Cli.run("conformance", directory, "--verbose").out())
        .contains("points outside the directory");
  }

  @Test
  void smtpCorporaAreSaidToBeRunByTheEdge() throws IOException {
    write("smtp/commands.json", "{}");
    var run = Cli.run("conformance", directory);
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("smtp/commands.json: not run here, a server is needed");
  }

  @Test
  void misuseIsStatusTwo() {
    assertThat(Cli.run("conformance", directory).status()).isEqualTo(2);
    var nowhere = Cli.run("conformance", directory.resolve("nowhere"));
    assertThat(nowhere.status()).isEqualTo(2);
    assertThat(nowhere.err()).contains("nowhere is not a directory");
  }

  @Test
  void anExplanationFitsOnlyTheDifferenceItWasWrittenFor() {
    var table = Explanations.parse("a.yml | one | fail for pass | the reason");
    var same = List.of(new Findings.Difference("result", "pass", "fail"));
    var other = List.of(new Findings.Difference("result", "pass", "none"));
    assertThat(table.reason("spf/a.yml", "one", same)).contains("the reason");
    assertThat(table.reason("spf/a.yml", "one", other)).isEmpty();
    assertThat(table.reason("spf/a.yml", "two", same)).isEmpty();
    assertThat(table.reason("spf/b.yml", "one", same)).isEmpty();
  }

  @Test
  void anExplanationMayStandForAllCasesThatDifferInJustThisWay() {
    var table = Explanations.parse("a.yml | * | text: none for http://a/… | the reason");
    var same = List.of(new Findings.Difference("text", "http://a/b?c", "none"));
    var other = List.of(new Findings.Difference("text", "http://b/", "none"));
    assertThat(table.reason("spf/a.yml", "one", same)).contains("the reason");
    assertThat(table.reason("spf/a.yml", "two", same)).contains("the reason");
    assertThat(table.reason("spf/a.yml", "one", other)).isEmpty();
    assertThat(table.reason("spf/b.yml", "one", same)).isEmpty();
  }

  @Test
  void theDocumentationShowsTheSameExplanations() throws IOException {
    var documented = new ArrayList<Explanations.Explanation>();
    for (var line : Files.readAllLines(TABLE)) {
      var cells = line.split("\\|", -1);
      if (cells.length == 6 && cells[1].strip().endsWith(".yml")) {
        documented.add(
            new Explanations.Explanation(
                cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip()));
      }
    }
    assertThat(documented).containsExactlyElementsOf(Explanations.load().all());
  }

  private void write(String name, String content) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
