package io.signetmail.ingress.sasl;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a TLS connection can be bound to, by the name of the binding type (RFC 5929, RFC 9266).
/// Values are base64; prints their names only.
public record ChannelBindings(Map<String, String> values) {
  /// A connection that cannot be bound to.
  public static final ChannelBindings NONE = new ChannelBindings(Map.of());

  /// RFC 9266: for TLS 1.3.
  public static final String EXPORTER = "tls-exporter";

  /// RFC 5929 §4: a hash of our certificate, with any TLS.
  public static final String END_POINT = "tls-server-end-point";

  /// Copies the map.
  public ChannelBindings {
    values = Map.copyOf(values);
  }

  /// True when there is one at all.
  public boolean any() {
    return !values.isEmpty();
  }

  Optional<String> of(String type) {
    return Optional.ofNullable(values.get(type));
  }

  Set<String> types() {
    return values.keySet();
  }

  @Override
  public String toString() {
    return "ChannelBindings" + values.keySet();
  }
}
