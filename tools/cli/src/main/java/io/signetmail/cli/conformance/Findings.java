package io.signetmail.cli.conformance;

import io.signetmail.cli.text.Plain;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What running one case brought to light: where we differ from what it wants.
public final class Findings {
  private static final int MAX_SHOWN = 300;

  /// One thing on which we differ.
  public record Difference(String what, String expected, String got) {}

  private final List<Difference> differences = new ArrayList<>();

  void equal(String what, @Nullable Object expected, @Nullable Object got) {
    var wanted = String.valueOf(expected);
    var ours = String.valueOf(got);
    if (!wanted.equals(ours)) {
      add(what, wanted, ours);
    }
  }

  void oneOf(String what, Collection<String> accepted, String got) {
    if (!accepted.contains(got)) {
      add(what, String.join(" or ", accepted), got);
    }
  }

  /// `got` says what we found when the condition does not hold.
  void holds(String what, boolean condition, @Nullable Object got) {
    if (!condition) {
      add(what, "yes", String.valueOf(got));
    }
  }

  private void add(String what, String expected, String got) {
    differences.add(new Difference(what, shown(expected), shown(got)));
  }

  /// Vectors hold strangers' bytes.
  private static String shown(String text) {
    return text.isEmpty() ? "\"\"" : Plain.line(text, MAX_SHOWN);
  }

  public List<Difference> differences() {
    return List.copyOf(differences);
  }
}
