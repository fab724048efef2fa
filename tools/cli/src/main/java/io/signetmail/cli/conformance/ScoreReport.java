package io.signetmail.cli.conformance;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a run is told as: a line for each corpus, or a JSON document with every difference.
///
/// @param unreadable files that could not be read, each with its position and problem
/// @param edge corpora that only a server can run
record ScoreReport(List<Score> scores, List<String> unreadable, List<String> edge) {
  private static final String ROW = "%-36s %6s %7s %7s %10s %9s%n";

  ScoreReport {
    scores = List.copyOf(scores);
    unreadable = List.copyOf(unreadable);
    edge = List.copyOf(edge);
  }

  /// Nothing failed, and everything could be read.
  boolean isGood() {
    return unreadable.isEmpty() && total(Score.Kind.FAILED) == 0;
  }

  private long total(Score.Kind kind) {
    return scores.stream().mapToLong(score -> score.count(kind)).sum();
  }

  void print(PrintWriter out, boolean verbose) {
    if (!scores.isEmpty()) {
      out.printf(ROW, "corpus", "cases", "passed", "failed", "explained", "disputed");
    }
    for (var score : scores) {
      out.printf(
          ROW,
          score.corpus(),
          score.cases(),
          score.passed(),
          score.count(Score.Kind.FAILED),
          score.count(Score.Kind.EXPLAINED),
          score.count(Score.Kind.DISPUTED));
      if (verbose) {
        score.deviations().forEach(one -> print(out, one));
      }
    }
    if (!edge.isEmpty()) {
      out.printf(
          "%s: not run here, a server is needed: ./signet test -Dconformance.dir=DIR runs them%n",
          String.join(", ", edge));
    }
    unreadable.forEach(problem -> out.println("cannot be read: " + problem));
    out.println();
    out.println(summary(verbose));
  }

  private static void print(PrintWriter out, Score.Deviation one) {
    var kind = one.kind().name().toLowerCase(Locale.ROOT);
    out.printf("  %-9s  %s%n", kind, one.name());
    for (var difference : one.differences()) {
      out.printf(
          "             %s: expected %s, got %s%n",
          difference.what(), difference.expected(), difference.got());
    }
    if (!one.reason().isEmpty()) {
      out.printf("             %s%n", one.reason());
    }
  }

  private String summary(boolean verbose) {
    var cases = scores.stream().mapToInt(Score::cases).sum();
    var failed = total(Score.Kind.FAILED);
    var counted =
        "%d cases: %d failed, %d explained in docs/conformance.md, %d disputed"
            .formatted(cases, failed, total(Score.Kind.EXPLAINED), total(Score.Kind.DISPUTED));
    if (!unreadable.isEmpty()) {
      counted += ", " + unreadable.size() + (unreadable.size() == 1 ? " file" : " files");
      counted += " unreadable";
    }
    var hint = failed > 0 && !verbose ? ". --verbose names them." : ".";
    return isGood() && cases > 0
        ? counted + ". 100 % of the undisputed cases pass."
        : counted + hint;
  }

  Map<String, ?> json() {
    var document = new LinkedHashMap<String, Object>();
    document.put("corpora", scores.stream().map(ScoreReport::json).toList());
    document.put("failed", total(Score.Kind.FAILED));
    document.put("explained", total(Score.Kind.EXPLAINED));
    document.put("disputed", total(Score.Kind.DISPUTED));
    document.put("unreadable", unreadable);
    document.put("notRunHere", edge);
    return document;
  }

  private static Map<String, ?> json(Score score) {
    var row = new LinkedHashMap<String, Object>();
    row.put("corpus", score.corpus());
    row.put("cases", score.cases());
    row.put("passed", score.passed());
    for (var kind : Score.Kind.values()) {
      row.put(kind.name().toLowerCase(Locale.ROOT), score.count(kind));
    }
    var differences = new ArrayList<Map<String, ?>>();
    for (var one : score.deviations()) {
      var kind = one.kind().name().toLowerCase(Locale.ROOT);
      for (var difference : one.differences()) {
        differences.add(
            Map.of(
                "case", one.name(),
                "kind", kind,
                "reason", one.reason(),
                "what", difference.what(),
                "expected", difference.expected(),
                "got", difference.got()));
      }
    }
    row.put("differences", differences);
    return row;
  }
}
