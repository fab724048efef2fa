package io.signetmail.keys.dnscheck;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// The tags of a key record (RFC 6376 §3.2), read to explain and not to verify.
record RecordTags(SequencedMap<String, String> tags) {

  /// Empty when the text is no tag list, or has a tag twice.
  static Optional<RecordTags> parse(String text) {
    SequencedMap<String, String> tags = new LinkedHashMap<>();
    var parts = new ArrayList<>(List.of(text.split(";", -1)));
    if (parts.size() > 1 && parts.getLast().isBlank()) {
      parts.removeLast();
    }
    for (var part : parts) {
      int equals = part.indexOf('=');
      var name = equals < 0 ? "" : part.substring(0, equals).strip();
      if (!name.matches("[A-Za-z][A-Za-z0-9_]*")
          || tags.putIfAbsent(name, part.substring(equals + 1).strip()) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new RecordTags(tags));
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(tags.get(name));
  }

  /// The values of a colon-separated list.
  List<String> list(String name) {
    return value(name).map(text -> List.of(text.split("\\s*:\\s*", -1))).orElse(List.of());
  }

  boolean startsWith(String name) {
    return tags.firstEntry().getKey().equals(name);
  }
}
