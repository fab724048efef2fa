package io.signetmail.cli.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Small things every reader needs of a JSON case.
final class Words {
  /// For cases without a clock of their own: when the corpora were recorded.
  static final InstantSource RECORDED = InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));

  private Words() {}

  /// The elements as text; of an object its `uri`.
  static List<String> texts(JsonNode values) {
    var texts = new ArrayList<String>();
    values.forEach(
        value -> texts.add(value.isObject() ? value.path("uri").asText() : value.asText()));
    return texts;
  }

  /// The text, or nothing for null and for what is not there.
  static String text(JsonNode one, String field) {
    return one.path(field).isTextual() ? one.path(field).asText() : "";
  }

  /// The clock of a case: `now` in seconds, else {@link #RECORDED}.
  static InstantSource clock(JsonNode one) {
    return one.path("now").isNumber()
        ? InstantSource.fixed(Instant.ofEpochSecond(one.path("now").asLong()))
        : RECORDED;
  }
}
