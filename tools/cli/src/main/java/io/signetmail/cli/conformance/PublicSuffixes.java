package io.signetmail.cli.conformance;

import io.signetmail.auth.dns.DomainName;

/// `psl/cases.json`: registrable domains by the list beside it (RFC 7489 §3.2).
final class PublicSuffixes {
  static final CorpusReader READER =
      CorpusReader.json(
          "psl/cases.json",
          vectors -> {
            var list = vectors.publicSuffixes();
            return (one, findings) -> {
              // U-labels and A-labels are one name to us.
              var expected = DomainName.parse(Words.text(one, "registrable_domain"));
              var input = DomainName.parse(one.path("input").asText());
              findings.equal(
                  "registrable domain", expected, input.flatMap(list::registrableDomain));
            };
          });

  private PublicSuffixes() {}
}
