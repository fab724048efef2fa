package io.signetmail.smtp.client;

import io.signetmail.smtp.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// Service extensions of an EHLO reply (RFC 5321 §4.1.1.1), keyword in upper case → parameters.
public record Extensions(Map<String, List<String>> keywords) {

  static final Extensions NONE = new Extensions(Map.of());

  /// Copies the map.
  public Extensions {
    keywords = Map.copyOf(keywords);
  }

  static Extensions of(Reply ehlo) {
    var keywords = new HashMap<String, List<String>>();
    for (var line : ehlo.lines().subList(1, ehlo.lines().size())) {
      var words = List.of(line.trim().toUpperCase(Locale.ROOT).split("[ =]+"));
      if (!words.getFirst().isEmpty()) {
        keywords.putIfAbsent(words.getFirst(), words.subList(1, words.size()));
      }
    }
    return new Extensions(keywords);
  }

  /// True when the keyword was there.
  public boolean offers(String keyword) {
    return keywords.containsKey(keyword);
  }

  /// True for `AUTH … mechanism …`.
  public boolean offersAuth(String mechanism) {
    return keywords.getOrDefault("AUTH", List.of()).contains(mechanism);
  }

  /// The SIZE limit, when there is a positive one (RFC 1870 §4).
  public OptionalLong maxSize() {
    var parameters = keywords.getOrDefault("SIZE", List.of());
    boolean digits = parameters.size() == 1 && parameters.getFirst().matches("[0-9]{1,18}");
    if (!digits) {
      return OptionalLong.empty();
    }
    long size = Long.parseLong(parameters.getFirst());
    return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }
}
