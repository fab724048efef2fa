package io.signetmail.auth.report;

import io.signetmail.auth.report.ReportOutcome.Refused;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The fields of a `message/feedback-report` (RFC 5965 §3), which look like a mail's header.
final class FeedbackFields {
  private static final int MAX_FIELDS = 200;
  private static final int MAX_VALUE = 4_096;

  private final Map<String, List<String>> fields = new LinkedHashMap<>();

  private FeedbackFields() {}

  static FeedbackFields parse(byte[] body) {
    var parsed = new FeedbackFields();
    var text = new String(body, StandardCharsets.UTF_8).stripLeading();
    int count = 0;
    for (var line : unfolded(text).split("\r?\n", MAX_FIELDS + 1)) {
      int colon = line.indexOf(':');
      if (colon > 0 && count++ < MAX_FIELDS) {
        var name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        parsed.fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(cut(line, colon + 1));
      }
    }
    return parsed;
  }

  /// The bytes up to the first empty line.
  static String header(byte[] message) {
    var text = new String(message, StandardCharsets.UTF_8).replace("\r\n", "\n");
    int end = text.indexOf("\n\n");
    return end < 0 ? text : text.substring(0, end + 1);
  }

  ReportOutcome toOutcome(String part, String originalHeader) {
    var type = one("feedback-type");
    if (type.isEmpty()) {
      return new Refused(part, RefusalReason.MISSING_ELEMENT, "no Feedback-Type", "");
    }
    var report =
        new FailureReport(
            type.toLowerCase(Locale.ROOT),
            one("user-agent"),
            one("auth-failure").toLowerCase(Locale.ROOT),
            one("identity-alignment"),
            one("delivery-result"),
            one("source-ip"),
            one("arrival-date"),
            one("reported-domain").toLowerCase(Locale.ROOT),
            one("original-mail-from"),
            all("original-rcpt-to"),
            all("authentication-results"),
            one("dkim-domain"),
            one("dkim-selector"),
            one("dkim-identity"),
            one("spf-dns"),
            one("message-id"),
            incidents(),
            originalHeader);
    return new ReportOutcome.Failure(part, report, EnumSet.noneOf(Quirk.class));
  }

  private int incidents() {
    var text = one("incidents");
    boolean digits = text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return text.isEmpty() || !digits ? 1 : Integer.parseInt(text);
  }

  private String one(String name) {
    var values = fields.get(name);
    return values == null ? "" : values.getFirst();
  }

  private List<String> all(String name) {
    return fields.getOrDefault(name, List.of());
  }

  /// RFC 5322 §2.2.3: a line that begins with space continues the one before.
  private static String unfolded(String text) {
    return text.replaceAll("\r?\n[ \t]+", " ");
  }

  private static String cut(String line, int from) {
    var value = line.substring(from).strip();
    return value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) : value;
  }
}
