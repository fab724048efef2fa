package io.signetmail.auth.dmarc;

import java.util.Optional;

/// Outcome for one message: one record per `dmarc=` result of RFC 8601 and RFC 9989 §9.
public sealed interface DmarcResult {
  record Pass(DmarcEvaluation evaluation) implements DmarcResult {}

  record Fail(DmarcEvaluation evaluation) implements DmarcResult {}

  /// DMARC does not apply: no usable record.
  record None(String reason) implements DmarcResult {}

  /// Neither pass nor fail, because DNS did not answer (RFC 9989 §5.3.6). `evaluation` is there
  /// when the policy is known; `alignedPass` says that an identifier equal to the author domain
  /// passed, so no policy could make the message fail.
  record TempError(DmarcProblem problem, Optional<DmarcEvaluation> evaluation, boolean alignedPass)
      implements DmarcResult {}

  /// The message has no single author domain; `reason` says what is wrong with From.
  record PermError(String reason) implements DmarcResult {}

  /// The word for `dmarc=` in Authentication-Results.
  default String keyword() {
    return switch (this) {
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case None _ -> "none";
      case TempError _ -> "temperror";
      case PermError _ -> "permerror";
    };
  }

  /// What is known about the message, when DMARC applies to it.
  default Optional<DmarcEvaluation> details() {
    return switch (this) {
      case Pass(var evaluation) -> Optional.of(evaluation);
      case Fail(var evaluation) -> Optional.of(evaluation);
      case TempError(_, var evaluation, _) -> evaluation;
      case None _, PermError _ -> Optional.empty();
    };
  }

  /// True when the answer that is missing could change what is done with the message: nothing
  /// aligned has passed yet, and the policy is, or may be, more than "none".
  default boolean isDecisionOpen() {
    return this instanceof TempError(_, var evaluation, var alignedPass)
        && !alignedPass
        && evaluation.map(known -> known.policy().effective() != DmarcPolicy.NONE).orElse(true);
  }

  /// One line for people.
  default String reason() {
    return switch (this) {
      case Pass(var evaluation) -> passedBy(evaluation);
      case Fail(var evaluation) -> "nothing aligned with " + evaluation.authorDomain() + " passed";
      case None(var reason) -> reason;
      case TempError(var problem, _, _) -> problem.describe();
      case PermError(var reason) -> reason;
    };
  }

  private static String passedBy(DmarcEvaluation evaluation) {
    return evaluation.identifiers().stream()
        .filter(IdentifierAlignment::passes)
        .findFirst()
        .map(one -> one.identifier().method() + " for " + one.identifier().domain())
        .orElse("");
  }
}
