package io.signetmail.auth.report;

import java.util.Locale;
import java.util.Set;

/// The words of the schema, and those reporters write instead.
final class ReportWords {
  private ReportWords() {}

  static Disposition disposition(String word, Set<Quirk> quirks) {
    return switch (word) {
      case "none" -> Disposition.NONE;
      case "pass" -> Disposition.PASS;
      case "quarantine" -> Disposition.QUARANTINE;
      case "reject" -> Disposition.REJECT;
      case "" -> Disposition.UNKNOWN;
      default ->
          isLower(word, quirks)
              ? Disposition.UNKNOWN
              : disposition(word.toLowerCase(Locale.ROOT), quirks);
    };
  }

  static AlignedResult aligned(String word, Set<Quirk> quirks) {
    return switch (word) {
      case "pass" -> AlignedResult.PASS;
      case "fail" -> AlignedResult.FAIL;
      case "" -> AlignedResult.UNKNOWN;
      default ->
          isLower(word, quirks)
              ? AlignedResult.UNKNOWN
              : aligned(word.toLowerCase(Locale.ROOT), quirks);
    };
  }

  static AuthResult authResult(String word, Set<Quirk> quirks) {
    return switch (word) {
      case "none" -> AuthResult.NONE;
      case "pass" -> AuthResult.PASS;
      case "fail" -> AuthResult.FAIL;
      case "softfail" -> AuthResult.SOFTFAIL;
      case "policy" -> AuthResult.POLICY;
      case "neutral" -> AuthResult.NEUTRAL;
      case "temperror" -> AuthResult.TEMPERROR;
      case "permerror" -> AuthResult.PERMERROR;
      case "" -> AuthResult.UNKNOWN;
      // Words of RFC 4408 and of Received-SPF before RFC 7208.
      case "hardfail" -> old(AuthResult.FAIL, quirks);
      case "error" -> old(AuthResult.TEMPERROR, quirks);
      case "unknown" -> old(AuthResult.PERMERROR, quirks);
      default ->
          isLower(word, quirks)
              ? AuthResult.UNKNOWN
              : authResult(word.toLowerCase(Locale.ROOT), quirks);
    };
  }

  private static AuthResult old(AuthResult meaning, Set<Quirk> quirks) {
    quirks.add(Quirk.OLD_RESULT_WORD);
    return meaning;
  }

  private static boolean isLower(String word, Set<Quirk> quirks) {
    boolean lower = word.equals(word.toLowerCase(Locale.ROOT));
    quirks.add(lower ? Quirk.UNKNOWN_VALUE : Quirk.UPPER_CASE_VALUE);
    return lower;
  }
}
