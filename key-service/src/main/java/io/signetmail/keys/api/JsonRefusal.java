package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.BODY_TOO_LARGE;
import static io.signetmail.keys.problems.ProblemType.INVALID_JSON;
import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;
import static io.signetmail.keys.problems.ProblemType.UNKNOWN_FIELD;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import java.util.Objects;
import java.util.stream.Collectors;

/// Says what is wrong with a body. Jackson's own messages quote it, and it may hold a password.
final class JsonRefusal {
  private JsonRefusal() {}

  static Refusal of(JacksonException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown -> {
        var field = path(unknown);
        yield Refusal.of(UNKNOWN_FIELD, field, Quoted.of(field) + " is not a field of this call");
      }
      case MismatchedInputException mismatch -> {
        var field = path(mismatch);
        yield field.isEmpty()
            ? Refusal.of(INVALID_REQUEST, "the body is not a JSON object of this call")
            : Refusal.of(INVALID_REQUEST, field, Quoted.of(field) + " has the wrong type");
      }
      case StreamConstraintsException limit when isTooLong(limit) ->
          Refusal.of(BODY_TOO_LARGE, "the body is larger than this service reads");
      default -> Refusal.of(INVALID_JSON, "the body is not valid JSON" + position(failure));
    };
  }

  /// One exception for every limit, told apart only by its text.
  private static boolean isTooLong(StreamConstraintsException limit) {
    return limit.getOriginalMessage().startsWith("Document length");
  }

  private static String path(JsonMappingException failure) {
    return failure.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .map(name -> name.length() > 64 ? name.substring(0, 64) : name)
        .limit(5)
        .collect(Collectors.joining("."));
  }

  private static String position(JacksonException failure) {
    var at = failure.getLocation();
    return at == null ? "" : ", line %d column %d".formatted(at.getLineNr(), at.getColumnNr());
  }
}
