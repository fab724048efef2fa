package io.signetmail.smtp;

import io.signetmail.smtp.DsnRequest.Notify;
import io.signetmail.smtp.MailParameters.Body;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// `esmtp-keyword [ "=" esmtp-value ]` lists of MAIL and RCPT (RFC 5321 §4.1.2).
///
/// A parameter nobody offered is 555; a bad value 501; a parameter given twice 501 (RFC 3461 §4
/// says so for its own, and no extension gives a repetition a meaning).
final class ParameterParser {
  private ParameterParser() {}

  /// What came of a list.
  sealed interface Result<T> {}

  record Ok<T>(T value) implements Result<T> {}

  record Bad<T>(Reply reply) implements Result<T> {}

  static Result<MailParameters> mail(String text) {
    return switch (split(text)) {
      case Bad<Map<String, String>>(var reply) -> new Bad<>(reply);
      case Ok<Map<String, String>>(var words) -> mail(words);
    };
  }

  static Result<DsnRequest> rcpt(String text) {
    return switch (split(text)) {
      case Bad<Map<String, String>>(var reply) -> new Bad<>(reply);
      case Ok<Map<String, String>>(var words) -> rcpt(words);
    };
  }

  private static Result<MailParameters> mail(Map<String, String> words) {
    var size = OptionalLong.empty();
    var body = Body.UNSTATED;
    boolean smtpUtf8 = false;
    var auth = Optional.<String>empty();
    var ret = Optional.<String>empty();
    var envid = Optional.<String>empty();
    for (var word : words.entrySet()) {
      var value = word.getValue();
      boolean valid =
          switch (word.getKey()) {
            case "SIZE" -> {
              boolean digits = value.matches("[0-9]{1,20}");
              size = digits ? OptionalLong.of(bounded(value)) : size;
              yield digits;
            }
            case "BODY" -> {
              // RFC 3030 §3: BINARYMIME is only for servers that offer it; we do not.
              body =
                  switch (value.toUpperCase(Locale.ROOT)) {
                    case "7BIT" -> Body.SEVEN_BIT;
                    case "8BITMIME" -> Body.EIGHT_BIT_MIME;
                    default -> Body.UNSTATED;
                  };
              yield body != Body.UNSTATED;
            }
            case "SMTPUTF8" -> {
              smtpUtf8 = true;
              yield value.isEmpty();
            }
            case "AUTH" -> {
              auth = value.equals("<>") ? Optional.of("") : Xtext.decode(value);
              yield !value.isEmpty() && auth.isPresent();
            }
            case "RET" -> {
              ret =
                  Optional.of(value.toUpperCase(Locale.ROOT))
                      .filter(Set.of("FULL", "HDRS")::contains);
              yield ret.isPresent();
            }
            case "ENVID" -> {
              envid = Optional.of(value);
              yield !value.isEmpty() && value.length() <= 100 && Xtext.decode(value).isPresent();
            }
            default -> false;
          };
      if (!valid) {
        return refused(word.getKey(), MAIL_KEYWORDS);
      }
    }
    return new Ok<>(new MailParameters(size, body, smtpUtf8, auth, ret, envid));
  }

  private static final Set<String> MAIL_KEYWORDS =
      Set.of("SIZE", "BODY", "SMTPUTF8", "AUTH", "RET", "ENVID");
  private static final Set<String> RCPT_KEYWORDS = Set.of("NOTIFY", "ORCPT");

  private static Result<DsnRequest> rcpt(Map<String, String> words) {
    Set<Notify> notifyOn = Set.of();
    var original = Optional.<String>empty();
    for (var word : words.entrySet()) {
      boolean valid =
          switch (word.getKey()) {
            case "NOTIFY" -> {
              notifyOn = notifyOn(word.getValue());
              yield !notifyOn.isEmpty();
            }
            case "ORCPT" -> {
              original = Optional.of(word.getValue()).filter(ParameterParser::isOriginalRecipient);
              yield original.isPresent();
            }
            default -> false;
          };
      if (!valid) {
        return refused(word.getKey(), RCPT_KEYWORDS);
      }
    }
    return new Ok<>(new DsnRequest(notifyOn, original));
  }

  /// RFC 3461 §4.1: NEVER alone, or a list of the others. Empty when it is neither.
  private static Set<Notify> notifyOn(String value) {
    var result = EnumSet.noneOf(Notify.class);
    for (var word : value.toUpperCase(Locale.ROOT).split(",", -1)) {
      switch (word) {
        case "NEVER" -> result.add(Notify.NEVER);
        case "SUCCESS" -> result.add(Notify.SUCCESS);
        case "FAILURE" -> result.add(Notify.FAILURE);
        case "DELAY" -> result.add(Notify.DELAY);
        default -> {
          return Set.of();
        }
      }
    }
    return result.contains(Notify.NEVER) && result.size() > 1 ? Set.of() : result;
  }

  /// RFC 3461 §4.2: `addr-type ";" xtext`, at most 500 characters.
  private static boolean isOriginalRecipient(String value) {
    int semicolon = value.indexOf(';');
    return semicolon > 0
        && value.length() <= 500
        && semicolon < value.length() - 1
        && value.substring(0, semicolon).matches("[A-Za-z0-9-]+")
        && (value.regionMatches(true, 0, "utf-8;", 0, 6)
            || Xtext.decode(value.substring(semicolon + 1)).isPresent());
  }

  private static <T> Result<T> refused(String keyword, Set<String> known) {
    return new Bad<>(
        known.contains(keyword)
            ? Replies.badParameterValue(keyword)
            : Replies.unknownParameter(keyword));
  }

  private static Result<Map<String, String>> split(String text) {
    var words = new LinkedHashMap<String, String>();
    if (text.isEmpty()) {
      return new Ok<>(words);
    }
    if (text.charAt(0) != ' ') {
      return new Bad<>(Replies.AFTER_PATH);
    }
    for (var word : text.strip().split(" +", -1)) {
      int equals = word.indexOf('=');
      var keyword = (equals < 0 ? word : word.substring(0, equals)).toUpperCase(Locale.ROOT);
      if (!keyword.matches("[A-Z0-9][A-Z0-9-]{0,39}")) {
        return new Bad<>(Replies.AFTER_PATH);
      }
      if (words.putIfAbsent(keyword, equals < 0 ? "" : word.substring(equals + 1)) != null) {
        return new Bad<>(Replies.badParameterValue(keyword));
      }
    }
    return new Ok<>(words);
  }

  /// RFC 1870 §3 allows 20 digits, more than a long holds.
  private static long bounded(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
