package io.signetmail.standalone;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The six services, as they ship.
public enum Service {
  KEYS("key-service", Port.KEYS, Optional.of("keys"), Optional.empty()),
  INGRESS("smtp-ingress", Port.INGRESS, Optional.empty(), Optional.of("edge")),
  VERIFIER("auth-verifier", Port.VERIFIER, Optional.empty(), Optional.empty()),
  SIGNER("dkim-signer", Port.SIGNER, Optional.empty(), Optional.of("signer")),
  RELAY("smtp-relay", Port.RELAY, Optional.of("relay"), Optional.empty()),
  REPORTS("report-collector", Port.REPORTS, Optional.of("reports"), Optional.empty());

  private final String label;
  private final Port http;
  private final Optional<String> schema;
  private final Optional<String> role;

  Service(String label, Port http, Optional<String> schema, Optional<String> role) {
    this.label = label;
    this.http = http;
    this.schema = schema;
    this.role = role;
  }

  /// Name of the module, the process and the log.
  public String label() {
    return label;
  }

  public Port http() {
    return http;
  }

  /// Whether several may run on one machine: those that listen for mail have one port, and
  /// key-service is asked at one address.
  boolean isScalable() {
    return this != KEYS && this != INGRESS;
  }

  /// The PostgreSQL schema it owns.
  Optional<String> schema() {
    return schema;
  }

  /// The role of its token at key-service.
  Optional<String> role() {
    return role;
  }

  /// What the build makes and the image carries.
  Path artifact(Path home) {
    return home.resolve(label).resolve("target/quarkus-app/quarkus-run.jar");
  }

  static Optional<Service> labelled(String label) {
    return Arrays.stream(values()).filter(s -> s.label.equals(label)).findFirst();
  }
}
