package io.signetmail.auth.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The short run: everything that was kept, then some thousand changes of it, the same each time.
class ShortFuzzTest {
  private static final int MUTATIONS = 1_000;
  private static final long SEED = 20_261_123;

  @ParameterizedTest
  @EnumSource(Parser.class)
  void keepsItsPromises(Parser parser) {
    var corpus = Corpus.inputs(parser);
    assertThat(corpus).isNotEmpty();
    for (var input : corpus) {
      check(parser, input);
    }
    var mutations = new Mutations(parser, corpus, SEED);
    for (int i = 0; i < MUTATIONS; i++) {
      check(parser, mutations.next());
    }
  }

  @ParameterizedTest
  @EnumSource(Parser.class)
  void theCorpusStaysSmall(Parser parser) {
    var files = Corpus.files(parser);
    assertThat(files).hasSizeLessThanOrEqualTo(Corpus.MAX_FILES);
    assertThat(files.stream().mapToLong(file -> file.toFile().length()).sum())
        .isLessThanOrEqualTo(Corpus.MAX_BYTES);
  }

  private static void check(Parser parser, byte[] input) {
    try {
      parser.check(input);
    } catch (Throwable e) { // a StackOverflowError is a broken promise too
      throw new AssertionError(
          parser + " broke a promise for " + HexFormat.of().formatHex(input), e);
    }
  }
}
