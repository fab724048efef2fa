package io.signetmail.standalone;

import io.signetmail.testkit.Database;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// The settings of each service in a standalone system, as environment variables, which `ps` does
/// not show to others.
final class ServiceSettings {
  static final String HOSTNAME = "mx.signet.example";
  static final String SERVED_DOMAIN = "signet.example";
  static final String REPORT_ADDRESS = "reports@signet.example";

  private final PortPlan ports;
  private final SecretFiles secrets;
  private final Map<Service, Database> databases;
  private final List<Custom> overrides;

  /// A setting of the person's own: for one service, or for all when `service` is empty.
  record Custom(String service, String key, String value) {
    /// Reads `[service:]key=value`.
    static Custom parse(String text) {
      int equals = text.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("not [service:]key=value: " + text);
      }
      var name = text.substring(0, equals);
      int colon = name.indexOf(':');
      var service = colon < 0 ? "" : name.substring(0, colon);
      if (colon >= 0 && Service.labelled(service).isEmpty()) {
        throw new IllegalArgumentException("no service is called " + service);
      }
      return new Custom(service, name.substring(colon + 1), text.substring(equals + 1));
    }

    boolean isFor(Service which) {
      return service.isEmpty() || service.equals(which.label());
    }
  }

  ServiceSettings(
      PortPlan ports,
      SecretFiles secrets,
      Map<Service, Database> databases,
      List<Custom> overrides) {
    this.ports = ports;
    this.secrets = secrets;
    this.databases = Map.copyOf(databases);
    this.overrides = List.copyOf(overrides);
  }

  String controlUrl() {
    return ports.url(Port.CONTROL);
  }

  int httpPort(Service service) {
    return ports.of(service.http());
  }

  Map<String, String> environment(Service service) throws IOException {
    return environment(Instance.first(service), httpPort(service));
  }

  Map<String, String> environment(Instance instance, int httpPort) throws IOException {
    var service = instance.service();
    var settings = new HashMap<>(shared(service));
    settings.putAll(own(service));
    settings.put("quarkus.http.port", Integer.toString(httpPort));
    if (service == Service.SIGNER && !instance.isFirst()) {
      settings.put("signet.signer.instance", instance.label());
    }
    overrides.stream().filter(o -> o.isFor(service)).forEach(o -> settings.put(o.key(), o.value()));
    return settings.entrySet().stream()
        .collect(Collectors.toMap(e -> variable(e.getKey()), Map.Entry::getValue));
  }

  private Map<String, String> shared(Service service) {
    var settings = new HashMap<String, String>();
    settings.put("quarkus.http.host", "127.0.0.1");
    settings.put("signet.kafka.bootstrap", ports.address(Port.KAFKA));
    settings.put("signet.dns.servers", ports.address(Port.DNS));
    settings.put("signet.hostname", HOSTNAME);
    settings.put("signet.key-service.url", ports.url(Port.KEYS));
    if (service.role().isPresent()) {
      settings.put("signet.key-service.token-file", secrets.token(service.role().get()).toString());
    }
    if (databases.containsKey(service)) {
      settings.putAll(databases.get(service).config());
    }
    return settings;
  }

  private Map<String, String> own(Service service) throws IOException {
    return switch (service) {
      case KEYS ->
          Map.of(
              "signet.keys.bootstrap-token-file", secrets.adminToken().toString(),
              "signet.keys.master-key-file", secrets.masterKey().toString());
      case INGRESS ->
          Map.ofEntries(
              Map.entry("signet.mx.port", number(Port.MX)),
              Map.entry("signet.submission.port", number(Port.SUBMISSION)),
              Map.entry("signet.submissions.port", number(Port.SUBMISSIONS)),
              Map.entry("signet.milter.port", number(Port.MILTER)),
              Map.entry("signet.milter.signer-token-file", signerToken()),
              Map.entry("signet.mx.domains", SERVED_DOMAIN),
              // who exists is asked where the mail goes
              Map.entry("signet.mx.recipients.host", "127.0.0.1"),
              Map.entry("signet.mx.recipients.port", number(Port.SINK)),
              Map.entry("signet.report-addresses", REPORT_ADDRESS),
              Map.entry("signet.tls.certificate", secrets.certificate().toString()),
              Map.entry("signet.tls.key", secrets.certificateKey().toString()),
              Map.entry("signet.smtp.listen-address", "127.0.0.1"));
      case RELAY ->
          Map.of(
              "signet.relay.inbound.host",
              "127.0.0.1",
              "signet.relay.inbound.port",
              number(Port.SINK),
              "signet.relay.outbound.host",
              "127.0.0.1",
              "signet.relay.outbound.port",
              number(Port.SINK));
      case VERIFIER, SIGNER, REPORTS -> Map.of();
    };
  }

  private String signerToken() {
    return secrets.token(Service.SIGNER.role().orElseThrow()).toString();
  }

  private String number(Port port) {
    return Integer.toString(ports.of(port));
  }

  /// MicroProfile Config's rule: what is no letter or digit becomes `_`, in upper case.
  static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
