package io.signetmail.cli.text;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is told about one thing: for people a headline and lines of facts, for programs a JSON
/// object. Everything shown is made safe for a terminal.
public final class Section {
  private static final int TITLE_WIDTH = 9;
  private static final int LABEL_WIDTH = 12;
  private static final int MAX_FACT = 700;

  private record Fact(String label, String value) {}

  private final String title;
  private final String headline;
  private final List<Fact> facts = new ArrayList<>();
  private final Map<String, Object> json = new LinkedHashMap<>();

  public Section(String title, String headline) {
    this.title = title;
    this.headline = headline;
  }

  /// A line for people; nothing when there is nothing to say.
  public Section fact(String label, String value) {
    if (!value.isEmpty()) {
      facts.add(new Fact(label, value));
    }
    return this;
  }

  /// A member for programs. Empty optionals and nulls are left out; collections stay collections,
  /// numbers and booleans what they are, everything else becomes text.
  public Section json(String key, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Optional<?> optional -> optional.ifPresent(inner -> json(key, inner));
      case Number number -> json.put(key, number);
      case Boolean flag -> json.put(key, flag);
      case Map<?, ?> map -> json.put(key, map);
      case Collection<?> values -> json.put(key, values);
      default -> json.put(key, value.toString());
    }
    return this;
  }

  public Map<String, Object> json() {
    return Collections.unmodifiableMap(json);
  }

  public void print(PrintWriter out) {
    out.println((pad(title, TITLE_WIDTH) + Plain.line(headline, MAX_FACT)).stripTrailing());
    for (var fact : facts) {
      var indent = " ".repeat(TITLE_WIDTH);
      out.println(indent + pad(fact.label, LABEL_WIDTH) + Plain.line(fact.value, MAX_FACT));
    }
  }

  private static String pad(String text, int width) {
    return text.length() < width ? text + " ".repeat(width - text.length()) : text + " ";
  }
}
