package io.signetmail.cli.conformance;

import io.signetmail.cli.text.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `signet conformance`: what the library says to test vectors that others published.
@Command(
    name = "conformance",
    description =
        "Runs every corpus of test vectors found in a directory and counts where we differ.",
    mixinStandardHelpOptions = true)
public final class ConformanceCommand implements Callable<Integer> {
  @Mixin private final Output output = new Output();

  @Option(names = "--verbose", description = "name every difference, with expected and got")
  private boolean verbose;

  @Parameters(index = "0", paramLabel = "DIR", description = "directory of the vectors")
  private Path directory = Path.of("");

  @Parameters(
      index = "1..*",
      paramLabel = "CORPUS",
      description = "run only corpora whose name begins so, for instance spf or dkim/cases")
  private List<String> wanted = List.of();

  @Override
  public Integer call() throws UnreadableVectors {
    if (!Files.isDirectory(directory)) {
      throw output.misuse(directory + " is not a directory");
    }
    var vectors = new VectorDirectory(directory);
    var edge = Corpora.runByTheEdge(vectors).stream().filter(this::isWanted).toList();
    var found = Corpora.in(vectors).stream().filter(corpus -> isWanted(corpus.name())).toList();
    if (found.isEmpty() && edge.isEmpty()) {
      throw output.misuse(
          wanted.isEmpty()
              ? "no corpus in " + directory + ": expected spf/*.yml, dkim/cases.json and the like"
              : "no corpus in " + directory + " is called " + String.join(" or ", wanted));
    }
    var explanations = Explanations.load();
    var scores = new ArrayList<Score>();
    var unreadable = new ArrayList<String>();
    for (var corpus : found) {
      try {
        scores.add(Score.of(corpus.read(), explanations));
      } catch (UnreadableVectors e) {
        unreadable.add(String.valueOf(e.getMessage()));
      }
    }
    var report = new ScoreReport(scores, unreadable, edge);
    output.print(report.json(), out -> report.print(out, verbose));
    return report.isGood() ? 0 : 1;
  }

  private boolean isWanted(String corpus) {
    return wanted.isEmpty() || wanted.stream().anyMatch(corpus::startsWith);
  }
}
