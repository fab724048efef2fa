package io.signetmail.cli.conformance;

import java.util.ArrayList;
import java.util.List;

/// Every kind of corpus there is a reader for, in the order they are run.
public final class Corpora {
  private static final List<CorpusReader> READERS =
      List.of(
          new SpfSuites(),
          DkimCanonicalization.READER,
          DkimSigning.READER,
          DkimCases.READER,
          new ArcValidation(),
          new ArcSealing(),
          ArcMessages.READER,
          DmarcRecords.READER,
          DmarcEvaluations.READER,
          DmarcDiscoveries.READER,
          DmarcAlignments.READER,
          DmarcAuthors.READER,
          DmarcExternalReports.READER,
          PublicSuffixes.READER,
          ResultsFields.READER,
          Reports.READER,
          Transactions.READER,
          Messages.READER);

  private Corpora() {}

  /// A corpus that is there: read it when its turn comes.
  public record Found(String name, CorpusReader reader, VectorDirectory vectors) {
    public Corpus read() throws UnreadableVectors {
      return reader.read(vectors, name);
    }
  }

  /// What is in the directory.
  public static List<Found> in(VectorDirectory vectors) throws UnreadableVectors {
    var found = new ArrayList<Found>();
    for (var reader : READERS) {
      for (var name : reader.files(vectors)) {
        found.add(new Found(name, reader, vectors));
      }
    }
    return List.copyOf(found);
  }

  /// Corpora about SMTP conversations: a server is needed, so the edge's tests run them.
  public static List<String> runByTheEdge(VectorDirectory vectors) throws UnreadableVectors {
    return vectors.files("smtp", ".json");
  }
}
