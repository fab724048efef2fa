package io.signetmail.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The vectors of `conformance.dir`, each case a test of its own name, by the readers of the verb.
class PublicVectorsTest {

  @TestFactory
  Stream<DynamicNode> everyCase() throws UnreadableVectors {
    var directory = System.getProperty("conformance.dir", "");
    assumeTrue(
        !directory.isBlank(),
        "no public vectors here: set -Dconformance.dir to a directory of them");
    var found = Corpora.in(new VectorDirectory(Path.of(directory)));
    assertThat(found).isNotEmpty();
    return found.stream().map(PublicVectorsTest::container);
  }

  private static DynamicNode container(Corpora.Found found) {
    try {
      var corpus = found.read();
      return DynamicContainer.dynamicContainer(
          corpus.name(), corpus.cases().stream().map(one -> test(corpus.name(), one)));
    } catch (UnreadableVectors e) {
      return DynamicTest.dynamicTest(
          found.name(), () -> assertThat(e.getMessage()).as("cannot be read").isNull());
    }
  }

  private static DynamicTest test(String corpus, Corpus.Case one) {
    return DynamicTest.dynamicTest(
        one.name(),
        () -> {
          var deviation = Score.judge(corpus, one, Explanations.load());
          assertThat(deviation.filter(it -> it.kind() == Score.Kind.FAILED))
              .as("where we differ")
              .isEmpty();
          assumeTrue(
              deviation.isEmpty(),
              () -> deviation.map(it -> it.kind() + ": " + it.reason()).orElse(""));
        });
  }
}
