package io.signetmail.keys.signingkeys;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The TXT record a domain owner publishes, in the forms DNS tools ask for.
///
/// @param name without the trailing dot
/// @param value the whole value in one piece
public record KeyRecord(String name, String value) {
  /// RFC 1035 §3.3: a character-string has a one-byte length.
  private static final int MAX_STRING_BYTES = 255;

  private static final int TTL_SECONDS = 3600;

  static KeyRecord of(SigningKey key) {
    // RFC 6376 §3.6.1: v= comes first. h=, s= and t= keep their defaults.
    var value = "v=DKIM1; k=" + key.algorithm().family().keyword() + "; p=" + key.publicValue();
    return new KeyRecord(key.id().toString(), value);
  }

  /// The value as the character-strings of one record; a resolver joins them without a space (RFC
  /// 6376 §3.6.2.2).
  public List<String> strings() {
    var strings = new ArrayList<String>();
    for (int from = 0; from < value.length(); from += MAX_STRING_BYTES) {
      strings.add(value.substring(from, Math.min(value.length(), from + MAX_STRING_BYTES)));
    }
    return List.copyOf(strings);
  }

  /// A line for a zone file (RFC 1035 §5.1).
  public String zoneLine() {
    var quoted = strings().stream().map(s -> '"' + s + '"').collect(Collectors.joining(" "));
    return name + ". " + TTL_SECONDS + " IN TXT ( " + quoted + " )";
  }
}
