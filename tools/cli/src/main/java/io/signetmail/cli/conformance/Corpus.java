package io.signetmail.cli.conformance;

import java.util.List;

/// The cases of one file of vectors. `name` is the file, or the part of it that is meant.
public record Corpus(String name, List<Case> cases) {

  public Corpus {
    cases = List.copyOf(cases);
  }

  /// Compares us with one case. Anything it throws is a difference too.
  @FunctionalInterface
  public interface Check {
    void run(Findings findings) throws Exception;
  }

  /// One case; `disputed` says why a difference would not count against us, empty when it does.
  public record Case(String name, String disputed, Check check) {
    static Case of(String name, Check check) {
      return new Case(name, "", check);
    }

    /// Where we differ; empty when we agree.
    public List<Findings.Difference> differences() {
      var findings = new Findings();
      try {
        check.run(findings);
      } catch (Exception e) { // a case nobody can run must be seen, and must not stop the others
        findings.equal("runs", "to its end", describe(e));
      }
      return findings.differences();
    }

    private static String describe(Exception e) {
      var frames = e.getStackTrace();
      var where = frames.length == 0 ? "" : " at " + frames[0];
      return e.getClass().getSimpleName() + ": " + e.getMessage() + where;
    }
  }
}
