package io.signetmail.cli.conformance;

/// `arc/messages.json`: real sealed mail.
final class ArcMessages {
  static final CorpusReader READER =
      CorpusReader.json(
          "arc/messages.json",
          vectors ->
              (one, findings) ->
                  findings.equal(
                      "chain",
                      one.path("expect_cv").asText(),
                      ArcSuite.chain(
                              vectors.message("arc/" + one.path("message").asText()),
                              JsonZones.of(one.path("dns")),
                              Words.clock(one))
                          .keyword()));

  private ArcMessages() {}
}
