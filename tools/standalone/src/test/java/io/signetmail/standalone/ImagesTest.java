package io.signetmail.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.topic.TopicPlan;
import io.signetmail.bus.topic.TopicProvisioner;
import io.signetmail.testkit.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.MountableFile;

/// The public images docker-compose.yml names do what it expects of them: `-Dbackends=docker`.
@EnabledIfSystemProperty(named = "backends", matches = "docker")
class ImagesTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> ROLES = List.of("keys", "relay", "reports");

  @Test
  void kafkaTakesTheTopicsOnce() throws Exception {
    int port = Ports.free(1).getFirst();
    try (var kafka = kafka(port)) {
      kafka.start();
      try (var admin =
          Admin.create(Map.<String, Object>of("bootstrap.servers", "127.0.0.1:" + port))) {
        var topics = new TopicProvisioner(admin, TopicPlan.singleBroker());
        assertThat(topics.provision()).isNotEmpty();
        assertThat(topics.provision()).isEmpty();
        assertThat(admin.listTopics().names().get()).contains("mail.sign", "mail.verify");
      }
    }
  }

  @Test
  void postgresGivesEachServiceItsOwnSchemaOnly() throws Exception {
    try (var postgres = postgres()) {
      postgres.start();
      var url = "jdbc:postgresql://127.0.0.1:%d/signet".formatted(postgres.getMappedPort(5432));
      for (var role : ROLES) {
        assertThat(tablesMadeBy(role, role, url)).isEqualTo(1);
        assertThat(tablesMadeBy(role, role.equals("keys") ? "relay" : "keys", url)).isZero();
        assertThat(tablesMadeBy(role, "public", url)).isZero();
      }
    }
  }

  private static int tablesMadeBy(String role, String schema, String url) {
    try (var connection = DriverManager.getConnection(url, role, password(role));
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE %s.made_by_%s (x int)".formatted(schema, role));
      return 1;
    } catch (SQLException e) {
      assertThat(e.getMessage()).contains("permission denied");
      return 0;
    }
  }

  private static String password(String role) {
    return "secret of " + role;
  }

  private static GenericContainer<?> kafka(int port) {
    var kafka =
        new GenericContainer<>("apache/kafka:4.4.0")
            .withEnv("KAFKA_NODE_ID", "1")
            .withEnv("KAFKA_PROCESS_ROLES", "broker,controller")
            .withEnv("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9093")
            .withEnv("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
            .withEnv("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER")
            .withEnv(
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT")
            .withEnv("KAFKA_LISTENERS", "BROKER://:9092,CONTROLLER://:9093")
            .withEnv("KAFKA_ADVERTISED_LISTENERS", "BROKER://127.0.0.1:" + port)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withEnv("KAFKA_MESSAGE_MAX_BYTES", "41943040")
            .withEnv("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1")
            .withExposedPorts(9092)
            .withStartupTimeout(PATIENCE);
    // the broker tells its clients where it is, so the port cannot be one found after the start
    kafka.setPortBindings(List.of("127.0.0.1:" + port + ":9092"));
    return kafka;
  }

  private static GenericContainer<?> postgres() {
    var postgres =
        new GenericContainer<>("postgres:18")
            .withEnv("POSTGRES_DB", "signet")
            .withEnv("POSTGRES_PASSWORD", password("postgres"))
            .withCopyFileToContainer(
                MountableFile.forHostPath(
                    Path.of("../../deploy/compose/postgres-init.sh").toAbsolutePath(), 0644),
                "/docker-entrypoint-initdb.d/10-signet.sh")
            .withExposedPorts(5432)
            .waitingFor(Wait.forListeningPort().withStartupTimeout(PATIENCE));
    for (var role : ROLES) {
      postgres.withCopyToContainer(
          Transferable.of(password(role).getBytes(StandardCharsets.UTF_8), 0644),
          "/run/signet/postgres-%s.password".formatted(role));
    }
    return postgres;
  }
}
