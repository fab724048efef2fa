package io.signetmail.testkit;

import java.util.Map;

/// One service's own schema, and the role that owns it.
public record Database(String jdbcUrl, String schema, String user, String password) {

  /// What a Quarkus service needs to use this schema.
  public Map<String, String> config() {
    return Map.of(
        "quarkus.datasource.jdbc.url", jdbcUrl,
        "quarkus.datasource.username", user,
        "quarkus.datasource.password", password);
  }

  @Override
  public String toString() {
    return user + " at " + jdbcUrl;
  }
}
