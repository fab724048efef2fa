package io.signetmail.auth.authres;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One method and its result (RFC 8601 §2.2 `resinfo`). `remark` is written as a comment and never
/// read back.
public record MethodResult(
    String method,
    String result,
    @Nullable String reasonText,
    @Nullable String remark,
    List<Property> properties) {

  /// `ptype.property=value`; `type` is empty for the bare words some products write.
  public record Property(String type, String name, String value) {
    public Property {
      Objects.requireNonNull(type);
      Objects.requireNonNull(name);
      Objects.requireNonNull(value);
    }
  }

  public MethodResult {
    Objects.requireNonNull(method);
    Objects.requireNonNull(result);
    properties = List.copyOf(properties);
  }

  public static MethodResult of(String method, String result) {
    return new MethodResult(method, result, null, null, List.of());
  }

  public Optional<String> reason() {
    return Optional.ofNullable(reasonText);
  }

  public MethodResult withReason(String reason) {
    return new MethodResult(method, result, reason, remark, properties);
  }

  public MethodResult withRemark(String remark) {
    return new MethodResult(method, result, reasonText, remark, properties);
  }

  public MethodResult with(String type, String name, String value) {
    var more = new ArrayList<>(properties);
    more.add(new Property(type, name, value));
    return new MethodResult(method, result, reasonText, remark, more);
  }

  /// The first value of that property.
  public Optional<String> property(String type, String name) {
    return properties.stream()
        .filter(p -> p.type().equalsIgnoreCase(type) && p.name().equalsIgnoreCase(name))
        .map(Property::value)
        .findFirst();
  }
}
