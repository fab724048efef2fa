package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// Reads the corpora of one kind.
interface CorpusReader {
  /// The files it would read here; none when the directory has none of its kind.
  List<String> files(VectorDirectory vectors) throws UnreadableVectors;

  Corpus read(VectorDirectory vectors, String file) throws UnreadableVectors;

  /// What a case of a JSON corpus comes to.
  @FunctionalInterface
  interface JsonCheck {
    void run(JsonNode one, Findings findings) throws Exception;
  }

  /// One case of a JSON corpus, named by its `id`.
  static Corpus.Case jsonCase(JsonNode one, int index, JsonCheck check) {
    var name = one.path("id").asText("#" + index);
    var disputed = one.path("disputed").asBoolean() || one.path("ambiguous").asBoolean();
    var why = one.path("note").asText("the corpus says that implementations disagree");
    return new Corpus.Case(name, disputed ? why : "", findings -> check.run(one, findings));
  }

  /// Makes the check once for a file, so that what all its cases share is read once.
  @FunctionalInterface
  interface CheckMaker {
    JsonCheck make(VectorDirectory vectors) throws UnreadableVectors;
  }

  /// A reader of one JSON file with a list `cases`.
  static CorpusReader json(String file, CheckMaker maker) {
    return new CorpusReader() {
      @Override
      public List<String> files(VectorDirectory vectors) {
        return vectors.has(file) ? List.of(file) : List.of();
      }

      @Override
      public Corpus read(VectorDirectory vectors, String name) throws UnreadableVectors {
        var check = maker.make(vectors);
        var cases = new ArrayList<Corpus.Case>();
        for (var one : vectors.cases(name)) {
          cases.add(jsonCase(one, cases.size(), check));
        }
        return new Corpus(name, cases);
      }
    };
  }
}
