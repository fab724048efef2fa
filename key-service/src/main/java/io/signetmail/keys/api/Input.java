package io.signetmail.keys.api;

import static io.signetmail.keys.problems.ProblemType.INVALID_REQUEST;

import io.signetmail.keys.problems.Quoted;
import io.signetmail.keys.problems.Refusal;
import io.signetmail.keys.store.Page;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reads what is common to several calls.
final class Input {
  private static final int DEFAULT_LIMIT = 100;
  private static final int MAX_NAME_CHARS = 255;

  private Input() {}

  static <T> T required(String field, @Nullable T value) {
    if (value == null) {
      throw Refusal.of(INVALID_REQUEST, field, Quoted.of(field) + " is missing");
    }
    return value;
  }

  /// The body itself; `null` is what an empty one and the JSON `null` become.
  static <T> T body(@Nullable T body) {
    if (body == null) {
      throw Refusal.of(INVALID_REQUEST, "the body is missing");
    }
    return body;
  }

  static Page page(@Nullable String after, @Nullable String limit) {
    var from = after == null ? "" : after;
    if (from.length() > MAX_NAME_CHARS || from.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.of(INVALID_REQUEST, "after", Quoted.of(from) + " is not a name");
    }
    return new Page(from, limit(limit));
  }

  /// The id of something we made: anything else cannot be the id of anything.
  static String id(String text) {
    if (!text.matches("[0-9a-f]{1,64}")) {
      throw Refusal.of(INVALID_REQUEST, "id", Quoted.of(text) + " is not an id");
    }
    return text;
  }

  static int limit(@Nullable String limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    long value = number("limit", limit);
    if (value < 1 || value > Page.MAX_LIMIT) {
      throw Refusal.of(INVALID_REQUEST, "limit", "the limit is between 1 and " + Page.MAX_LIMIT);
    }
    return (int) value;
  }

  /// A part of a name to search for; empty when there is none.
  static String part(@Nullable String text) {
    var part = text == null ? "" : text.toLowerCase(Locale.ROOT);
    if (part.length() > MAX_NAME_CHARS || part.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.of(INVALID_REQUEST, "contains", Quoted.of(part) + " is not a part of a name");
    }
    return part;
  }

  static boolean flag(String field, @Nullable String text) {
    if (text != null && !text.equals("true") && !text.equals("false")) {
      throw Refusal.of(INVALID_REQUEST, field, Quoted.of(text) + " is neither true nor false");
    }
    return "true".equals(text);
  }

  static long number(String field, String text) {
    if (!text.matches("[0-9]{1,18}")) {
      throw Refusal.of(INVALID_REQUEST, field, Quoted.of(text) + " is not a number");
    }
    return Long.parseLong(text);
  }
}
