package io.signetmail.auth.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.signetmail.auth.report.ReportOutcome.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads an SMTP TLS report (RFC 8460 §4.4): numbers as text and single texts for lists are taken.
final class TlsJson {
  private static final int MAX_ITEMS = 10_000;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(ReportLimits.MAX_DEPTH)
                  .maxStringLength(64 * 1024)
                  .maxNameLength(1_024)
                  .maxNumberLength(32)
                  .build())
          .build();

  private final JsonParser json;
  private final ReadBudget budget;
  private final Set<Quirk> quirks = EnumSet.noneOf(Quirk.class);
  private int items;

  private TlsJson(JsonParser json, ReadBudget budget) {
    this.json = json;
    this.budget = budget;
  }

  static ReportOutcome read(InputStream in, String part, ReadBudget budget) throws IOException {
    try (var json = FACTORY.createParser(in)) {
      json.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
      var reader = new TlsJson(json, budget);
      try {
        return new ReportOutcome.Tls(part, reader.report(), reader.quirks);
      } catch (JsonProcessingException e) {
        var at = e.getLocation();
        var where = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
        var reason =
            e instanceof JsonParseException
                ? RefusalReason.NOT_WELL_FORMED
                : RefusalReason.TOO_LARGE;
        return new Refused(part, reason, "not JSON of a TLS report", where);
      }
    }
  }

  private TlsReport report() throws IOException {
    Map<String, String> texts = new HashMap<>();
    List<TlsReport.Policy> policies = new ArrayList<>();
    boolean known = false;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new ReportRefused(RefusalReason.NOT_A_REPORT, "not a JSON object");
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "organization-name", "contact-info", "report-id" -> texts.put(name, text());
        case "date-range" -> texts(texts);
        case "policies" -> {
          known = true;
          eachObject(() -> policies.add(policy()));
        }
        default -> json.skipChildren();
      }
    }
    if (!known) {
      throw new ReportRefused(RefusalReason.NOT_A_REPORT, "JSON without policies");
    }
    if (!texts.containsKey("report-id")) {
      throw new ReportRefused(RefusalReason.MISSING_ELEMENT, "no report-id");
    }
    return new TlsReport(
        texts.getOrDefault("organization-name", ""),
        texts.getOrDefault("contact-info", ""),
        texts.getOrDefault("report-id", ""),
        instant(texts, "start-datetime"),
        instant(texts, "end-datetime"),
        policies);
  }

  private TlsReport.Policy policy() throws IOException {
    Map<String, String> texts = new HashMap<>();
    Map<String, List<String>> lists = new HashMap<>();
    List<TlsReport.Failure> failures = new ArrayList<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "policy" -> policyObject(texts, lists);
        case "summary" -> texts(texts);
        case "failure-details" -> eachObject(() -> failures.add(failure()));
        default -> json.skipChildren();
      }
    }
    return new TlsReport.Policy(
        texts.getOrDefault("policy-type", "").toLowerCase(Locale.ROOT),
        domain(texts.getOrDefault("policy-domain", "")),
        lists.getOrDefault("policy-string", List.of()),
        lists.getOrDefault("mx-host", List.of()),
        count(texts, "total-successful-session-count"),
        count(texts, "total-failure-session-count"),
        failures);
  }

  private void policyObject(Map<String, String> texts, Map<String, List<String>> lists)
      throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      switch (name) {
        case "policy-string", "mx-host", "mx-host-pattern" ->
            lists.put(name.startsWith("mx") ? "mx-host" : name, list());
        default -> texts.put(name, text());
      }
    }
  }

  private TlsReport.Failure failure() throws IOException {
    Map<String, String> texts = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      texts.put(name, text());
    }
    return new TlsReport.Failure(
        texts.getOrDefault("result-type", ""),
        texts.getOrDefault("sending-mta-ip", ""),
        domain(texts.getOrDefault("receiving-mx-hostname", "")),
        texts.getOrDefault("receiving-mx-helo", ""),
        texts.getOrDefault("receiving-ip", ""),
        count(texts, "failed-session-count"),
        texts.getOrDefault("additional-information", ""),
        texts.getOrDefault("failure-reason-code", ""));
  }

  private void texts(Map<String, String> into) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      var name = json.currentName();
      json.nextToken();
      into.put(name, text());
    }
  }

  private List<String> list() throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      quirks.add(Quirk.UNKNOWN_VALUE);
      return List.of(text());
    }
    List<String> values = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      countItem();
      values.add(text());
    }
    return values;
  }

  /// A scalar as text, cut; anything structured is passed over.
  private String text() throws IOException {
    countItem();
    if (!json.currentToken().isScalarValue()) {
      json.skipChildren();
      return "";
    }
    var text = json.currentToken() == JsonToken.VALUE_NULL ? "" : json.getText().strip();
    int max = budget.limits().maxFieldChars();
    if (text.length() > max) {
      quirks.add(Quirk.FIELD_CUT);
      return text.substring(0, max);
    }
    return text;
  }

  private void eachObject(Item item) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      countItem();
      if (json.currentToken() == JsonToken.START_OBJECT) {
        item.read();
      } else {
        json.skipChildren();
      }
    }
  }

  private void countItem() throws ReportRefused {
    if (++items > MAX_ITEMS) {
      throw new ReportRefused(RefusalReason.TOO_MANY_RECORDS, "more than " + MAX_ITEMS + " values");
    }
  }

  private Instant instant(Map<String, String> texts, String name) throws ReportRefused {
    try {
      return OffsetDateTime.parse(texts.getOrDefault(name, "")).toInstant();
    } catch (DateTimeException _) {
      throw new ReportRefused(RefusalReason.BAD_VALUE, name + " is no RFC 3339 time");
    }
  }

  private long count(Map<String, String> texts, String name) {
    var text = texts.getOrDefault(name, "0");
    if (text.isEmpty() || text.length() > 15 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      quirks.add(Quirk.UNKNOWN_VALUE);
      return 0;
    }
    return Long.parseLong(text);
  }

  private static String domain(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  private interface Item {
    void read() throws IOException;
  }
}
