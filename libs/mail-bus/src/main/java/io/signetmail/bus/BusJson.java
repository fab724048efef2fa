package io.signetmail.bus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.Optional;

/// The JSON of everything on the bus: instants as ISO 8601 text, absent instead of null, unknown
/// fields ignored so that a newer writer does not stop an older reader.
public final class BusJson {
  private static final JsonMapper MAPPER = mapper();

  private BusJson() {}

  private static JsonMapper mapper() {
    var mapper =
        JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .defaultPropertyInclusion(
                JsonInclude.Value.construct(
                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(20)
                .maxStringLength(Envelope.MAX_BYTES)
                .maxDocumentLength(4L * Envelope.MAX_BYTES)
                .build());
    return mapper;
  }

  /// Encodes a value of the contract; a failure is our fault and throws.
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (IOException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /// Decodes a value; empty when the bytes are not such a value.
  public static <T> Optional<T> read(byte[] json, Class<T> type) {
    try {
      return Optional.ofNullable(MAPPER.readValue(json, type));
    } catch (IOException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
