package io.signetmail.cli.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a corpus went. Every case is run; one on which we agree is passed, whatever is said about
/// it.
public record Score(String corpus, int cases, int passed, List<Deviation> deviations) {

  public Score {
    deviations = List.copyOf(deviations);
  }

  /// What a difference counts as.
  public enum Kind {
    FAILED,
    /// We say why, in docs/conformance.md.
    EXPLAINED,
    /// The corpus itself says that implementations disagree, or that a local policy decided.
    DISPUTED
  }

  /// A case on which we differ; `reason` is empty for a failure.
  public record Deviation(
      String name, Kind kind, String reason, List<Findings.Difference> differences) {
    public Deviation {
      differences = List.copyOf(differences);
    }
  }

  public long count(Kind kind) {
    return deviations.stream().filter(one -> one.kind() == kind).count();
  }

  /// Runs every case.
  public static Score of(Corpus corpus, Explanations explanations) {
    var deviations = new ArrayList<Deviation>();
    for (var one : corpus.cases()) {
      judge(corpus.name(), one, explanations).ifPresent(deviations::add);
    }
    var cases = corpus.cases().size();
    return new Score(corpus.name(), cases, cases - deviations.size(), deviations);
  }

  /// Runs one case; empty when we agree.
  public static Optional<Deviation> judge(
      String corpus, Corpus.Case one, Explanations explanations) {
    var differences = one.differences();
    if (differences.isEmpty()) {
      return Optional.empty();
    }
    var reason = explanations.reason(corpus, one.name(), differences);
    if (reason.isPresent()) {
      return Optional.of(new Deviation(one.name(), Kind.EXPLAINED, reason.get(), differences));
    }
    var kind = one.disputed().isEmpty() ? Kind.FAILED : Kind.DISPUTED;
    return Optional.of(new Deviation(one.name(), kind, one.disputed(), differences));
  }
}
