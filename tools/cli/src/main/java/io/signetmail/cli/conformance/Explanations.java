package io.signetmail.cli.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Cases on which we differ and say why: those of the older SPF suites, which are not about RFC
/// 7208. docs/conformance.md shows the same table, and a test compares the two.
///
/// A case is explained only as long as the difference is the one that is written down. The case `*`
/// stands for every case of its suite that differs in just this way, and a deviation that ends in
/// `…` for every one that begins so.
public final class Explanations {
  private static final String ANY_CASE = "*";
  private static final String ANY_END = "…";

  /// `deviation`: what ours is and theirs should be, as {@link SpfSuites} words it.
  public record Explanation(String suite, String name, String deviation, String reason) {}

  private final List<Explanation> all;

  Explanations(List<Explanation> all) {
    this.all = List.copyOf(all);
  }

  public static Explanations load() {
    try (var in = Explanations.class.getResourceAsStream("explained.txt")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return parse(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lines `suite | case | deviation | reason`; `#` begins a comment.
  static Explanations parse(String text) {
    var all = new ArrayList<Explanation>();
    for (var line : text.lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      var cells = line.split("\\|", -1);
      if (cells.length != 4 || cells[3].isBlank()) {
        throw new IllegalArgumentException("not suite | case | deviation | reason: " + line);
      }
      all.add(
          new Explanation(cells[0].strip(), cells[1].strip(), cells[2].strip(), cells[3].strip()));
    }
    return new Explanations(all);
  }

  public List<Explanation> all() {
    return all;
  }

  /// Why we differ in just this way.
  Optional<String> reason(String corpus, String name, List<Findings.Difference> differences) {
    var suite = corpus.substring(corpus.lastIndexOf('/') + 1);
    return all.stream()
        .filter(one -> one.suite().equals(suite))
        .filter(one -> one.name().equals(name) || one.name().equals(ANY_CASE))
        .filter(one -> differences.size() == 1 && fits(one.deviation(), deviation(differences)))
        .map(Explanation::reason)
        .findFirst();
  }

  private static boolean fits(String written, String deviation) {
    return written.endsWith(ANY_END)
        ? deviation.startsWith(written.substring(0, written.length() - ANY_END.length()))
        : deviation.equals(written);
  }

  private static String deviation(List<Findings.Difference> differences) {
    var one = differences.getFirst();
    var ours = one.got() + " for " + one.expected();
    return one.what().equals("result") ? ours : one.what() + ": " + ours;
  }
}
