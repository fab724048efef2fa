package io.signetmail.auth.spf;

import java.util.Optional;

/// Outcome of one check: one record per result of RFC 7208 §2.6.
public sealed interface SpfResult {
  /// No usable domain, or no SPF record.
  record None(SpfIdentity identity, String reason) implements SpfResult {}

  record Neutral(SpfIdentity identity, SpfMatch match) implements SpfResult {}

  record Pass(SpfIdentity identity, SpfMatch match) implements SpfResult {}

  /// `explanation` is what the domain wants its unauthorised senders told, or empty. It is a
  /// stranger's text: printable ASCII, one line, not more than that.
  record Fail(SpfIdentity identity, SpfMatch match, String explanation) implements SpfResult {}

  record SoftFail(SpfIdentity identity, SpfMatch match) implements SpfResult {}

  record TempError(SpfIdentity identity, SpfProblem problem) implements SpfResult {}

  record PermError(SpfIdentity identity, SpfProblem problem) implements SpfResult {}

  SpfIdentity identity();

  /// The word for `spf=` in Authentication-Results (RFC 8601 §2.7.2).
  default String keyword() {
    return switch (this) {
      case None _ -> "none";
      case Neutral _ -> "neutral";
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case SoftFail _ -> "softfail";
      case TempError _ -> "temperror";
      case PermError _ -> "permerror";
    };
  }

  /// One line for people: what decided.
  default String reason() {
    return switch (this) {
      case None(_, var reason) -> reason;
      case Neutral(_, var match) -> match.toString();
      case Pass(_, var match) -> match.toString();
      case Fail(_, var match, _) -> match.toString();
      case SoftFail(_, var match) -> match.toString();
      case TempError(_, var problem) -> problem.describe();
      case PermError(_, var problem) -> problem.describe();
    };
  }

  /// What to answer by a receiver that refuses or defers on this result alone; nothing for results
  /// nobody may refuse on (RFC 7208 §8).
  default Optional<SpfReplyCode> replyCode() {
    return switch (this) {
      case Fail _ -> Optional.of(SpfReplyCode.FAILED);
      case TempError _ -> Optional.of(SpfReplyCode.TEMPORARY_ERROR);
      case PermError _ -> Optional.of(SpfReplyCode.PERMANENT_ERROR);
      case None _, Neutral _, Pass _, SoftFail _ -> Optional.empty();
    };
  }
}
