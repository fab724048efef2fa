package io.signetmail.ingress.milter;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Facts an MTA gives beside its commands. Those of the connection stay, those of a message end
/// with it. One thread; bounded, since only names we use are kept.
final class MilterMacros {
  /// The user the client has proved to be (RFC 4954).
  static final String USER = "{auth_authen}";

  /// The MTA's name for the message.
  static final String QUEUE_ID = "i";

  /// Protocol and cipher of the client's TLS.
  static final String TLS_VERSION = "{tls_version}";

  static final String CIPHER = "{cipher}";

  /// The name of the client, confirmed by the MTA.
  static final String CLIENT_NAME = "{client_name}";

  private static final Set<String> KEPT = Set.of(USER, QUEUE_ID, TLS_VERSION, CIPHER, CLIENT_NAME);
  private static final Set<Character> OF_CONNECTION = Set.of('C', 'H');
  private static final Set<Character> STAGES = Set.of('C', 'H', 'M', 'R', 'T', 'L', 'N', 'B', 'E');

  private final Map<Character, Map<String, String>> byStage = new HashMap<>();

  /// What came with the command that follows; it replaces what came with the last of its kind.
  void put(char stage, Map<String, String> values) {
    if (STAGES.contains(stage)) {
      var kept = new HashMap<>(values);
      kept.keySet().retainAll(KEPT);
      byStage.put(stage, kept);
    }
  }

  /// The value, when the MTA gave one that is not empty.
  Optional<String> value(String name) {
    return byStage.values().stream()
        .flatMap(values -> Optional.ofNullable(values.get(name)).stream())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /// A value for logs and fields: printable, at most 100 characters.
  Optional<String> printable(String name) {
    return value(name)
        .map(value -> value.replaceAll("[^\\x21-\\x7E]", "?"))
        .map(value -> value.substring(0, Math.min(value.length(), 100)));
  }

  /// A message is over.
  void endOfMessage() {
    byStage.keySet().retainAll(OF_CONNECTION);
  }

  /// A client is gone.
  void endOfConnection() {
    byStage.clear();
  }
}
