package io.signetmail.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signetmail.testkit.Database;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceSettingsTest {
  @TempDir private Path directory;

  @Test
  void ingressKnowsItsPortsTheBrokerAndItsToken() throws Exception {
    var environment = settings(List.of()).environment(Service.INGRESS);
    assertThat(environment)
        .containsEntry("SIGNET_MX_PORT", "2525")
        .containsEntry("SIGNET_SUBMISSIONS_PORT", "2465")
        .containsEntry("SIGNET_KAFKA_BOOTSTRAP", "127.0.0.1:9092")
        .containsEntry("SIGNET_KEY_SERVICE_URL", "http://127.0.0.1:8105")
        .containsEntry("SIGNET_REPORT_ADDRESSES", "reports@signet.example")
        .containsEntry("QUARKUS_HTTP_PORT", "8101");
    assertThat(environment.get("SIGNET_KEY_SERVICE_TOKEN_FILE")).endsWith("edge.token");
    assertThat(environment).doesNotContainKey("QUARKUS_DATASOURCE_JDBC_URL");
  }

  @Test
  void aSecondSignerHasItsOwnPortAndTransactions() throws Exception {
    var environment = settings(List.of()).environment(new Instance(Service.SIGNER, 2), 40_000);
    assertThat(environment)
        .containsEntry("QUARKUS_HTTP_PORT", "40000")
        .containsEntry("SIGNET_SIGNER_INSTANCE", "dkim-signer-2");
    assertThat(settings(List.of()).environment(Service.SIGNER))
        .doesNotContainKey("SIGNET_SIGNER_INSTANCE");
  }

  @Test
  void onlyTheOwnerOfASchemaGetsIt() throws Exception {
    assertThat(settings(List.of()).environment(Service.KEYS))
        .containsEntry("QUARKUS_DATASOURCE_USERNAME", "keys");
    assertThat(settings(List.of()).environment(Service.SIGNER))
        .doesNotContainKey("QUARKUS_DATASOURCE_USERNAME");
  }

  @Test
  void settingOfThePersonWins() throws Exception {
    var custom =
        List.of(
            ServiceSettings.Custom.parse("smtp-relay:signet.relay.inbound.port=24"),
            ServiceSettings.Custom.parse("signet.hostname=mx.test"));
    assertThat(settings(custom).environment(Service.RELAY))
        .containsEntry("SIGNET_RELAY_INBOUND_PORT", "24")
        .containsEntry("SIGNET_HOSTNAME", "mx.test");
    assertThat(settings(custom).environment(Service.SIGNER))
        .doesNotContainKey("SIGNET_RELAY_INBOUND_PORT")
        .containsEntry("SIGNET_HOSTNAME", "mx.test");
    assertThatThrownBy(() -> ServiceSettings.Custom.parse("smtp-ingres:a=b"))
        .hasMessageContaining("smtp-ingres");
    assertThatThrownBy(() -> ServiceSettings.Custom.parse("nothing"))
        .hasMessageContaining("key=value");
  }

  private ServiceSettings settings(List<ServiceSettings.Custom> custom) throws Exception {
    var data = new DataDirectory(directory);
    var _ = data.prepare(); // new or not does not matter here
    var ports =
        new PortPlan(
            Arrays.stream(Port.values()).collect(Collectors.toMap(p -> p, Port::preferred)));
    var keys = new Database("jdbc:postgresql://127.0.0.1:5433/postgres", "keys", "keys", "keys");
    return new ServiceSettings(ports, SecretFiles.of(data), Map.of(Service.KEYS, keys), custom);
  }
}
