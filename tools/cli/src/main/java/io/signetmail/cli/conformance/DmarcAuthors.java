package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.signetmail.auth.message.AuthorDomain;
import io.signetmail.auth.message.ParsedMessage;
import java.nio.charset.StandardCharsets;

/// `dmarc/header-from.json`: the author domain of a From field (RFC 9989 §5.3.1).
final class DmarcAuthors {
  static final CorpusReader READER =
      CorpusReader.json("dmarc/header-from.json", _ -> DmarcAuthors::check);

  private DmarcAuthors() {}

  private static void check(JsonNode one, Findings findings) {
    var author = read(one.path("header_from").asText());
    findings.equal(
        "author domain",
        one.path("expect").isNull() ? "none" : one.path("expect").asText(),
        author instanceof AuthorDomain.Single(_, var domain) ? domain.toString() : "none");
  }

  /// The author of a message with this From field, with or without its name.
  static AuthorDomain read(String headerFrom) {
    var field = headerFrom.startsWith("From:") ? headerFrom : "From: " + headerFrom;
    return AuthorDomain.of(ParsedMessage.of((field + "\r\n\r\n").getBytes(StandardCharsets.UTF_8)));
  }
}
