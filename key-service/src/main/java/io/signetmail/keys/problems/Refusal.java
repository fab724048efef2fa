package io.signetmail.keys.problems;

import org.jspecify.annotations.Nullable;

/// A request that cannot be served, as the caller will read it. Thrown by the services, answered in
/// one place by the API. Never carries a secret.
public final class Refusal extends RuntimeException {
  private final ProblemType type;
  private final @Nullable String field;

  private Refusal(ProblemType type, @Nullable String field, String detail) {
    // A refusal is an answer, not a fault: nobody reads its stack.
    super(detail, null, false, false);
    this.type = type;
    this.field = field;
  }

  public static Refusal of(ProblemType type, String detail) {
    return new Refusal(type, null, detail);
  }

  /// A refusal because of one field of the body, one path segment or one query parameter.
  public static Refusal of(ProblemType type, String field, String detail) {
    return new Refusal(type, field, detail);
  }

  public ProblemType type() {
    return type;
  }

  public @Nullable String field() {
    return field;
  }

  public String detail() {
    var detail = getMessage();
    return detail == null ? type.title() : detail;
  }
}
