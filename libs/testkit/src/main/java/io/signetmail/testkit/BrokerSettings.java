package io.signetmail.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/// `server.properties` of one KRaft broker that is its own controller.
///
/// The internal topics have one replica, because there is one broker; groups form quickly, because
/// a person or a test waits for them.
///
/// @param extra settings that win over the ones here
public record BrokerSettings(
    Path dataDirectory, int brokerPort, int controllerPort, Map<String, String> extra) {
  /// Room for a 25 MiB message with its envelope, and for several partitions in one answer.
  public static final int MAX_MESSAGE_BYTES = 40 * 1024 * 1024;

  public static final int MAX_REQUEST_BYTES = 100 * 1024 * 1024;
  static final int NODE_ID = 1;

  public BrokerSettings {
    extra = Map.copyOf(extra);
  }

  public String bootstrap() {
    return "127.0.0.1:" + brokerPort;
  }

  public Properties toProperties() {
    var all = new TreeMap<String, String>();
    identity(all);
    sizes(all);
    singleReplica(all);
    quickGroups(all);
    small(all);
    all.putAll(extra);
    var properties = new Properties();
    properties.putAll(all);
    return properties;
  }

  private void identity(Map<String, String> to) {
    to.put("process.roles", "broker,controller");
    to.put("node.id", Integer.toString(NODE_ID));
    to.put("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    to.put("controller.listener.names", "CONTROLLER");
    to.put("inter.broker.listener.name", "BROKER");
    to.put("listener.security.protocol.map", "CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT");
    to.put("listeners", "BROKER://" + bootstrap() + ",CONTROLLER://127.0.0.1:" + controllerPort);
    to.put("advertised.listeners", "BROKER://" + bootstrap());
    to.put("log.dirs", dataDirectory.toAbsolutePath().toString());
    to.put("auto.create.topics.enable", "false");
  }

  private static void sizes(Map<String, String> to) {
    to.put("message.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    to.put("socket.request.max.bytes", Integer.toString(MAX_REQUEST_BYTES));
    to.put("replica.fetch.max.bytes", Integer.toString(MAX_MESSAGE_BYTES));
    to.put("offsets.retention.minutes", Long.toString(Duration.ofDays(90).toMinutes()));
  }

  private static void singleReplica(Map<String, String> to) {
    to.put("default.replication.factor", "1");
    to.put("min.insync.replicas", "1");
    to.put("offsets.topic.replication.factor", "1");
    to.put("offsets.topic.num.partitions", "8");
    to.put("transaction.state.log.replication.factor", "1");
    to.put("transaction.state.log.min.isr", "1");
    to.put("transaction.state.log.num.partitions", "8");
    to.put("share.coordinator.state.topic.replication.factor", "1");
    to.put("share.coordinator.state.topic.min.isr", "1");
    to.put("share.coordinator.state.topic.num.partitions", "8");
  }

  private static void quickGroups(Map<String, String> to) {
    to.put("group.initial.rebalance.delay.ms", "0");
    to.put("group.share.min.heartbeat.interval.ms", "500");
    to.put("group.share.heartbeat.interval.ms", "500");
    to.put("group.consumer.min.heartbeat.interval.ms", "500");
    to.put("group.consumer.heartbeat.interval.ms", "1000");
    to.put("group.consumer.min.session.timeout.ms", "3000");
    to.put("group.consumer.session.timeout.ms", "10000");
    // The default of 10 s would hold the readers of an abandoned transaction that long after its
    // timeout.
    to.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
  }

  private static void small(Map<String, String> to) {
    // Requests wait for memory instead of filling the heap: several connections can each bring a 40
    // MiB one.
    to.put("queued.max.request.bytes", Integer.toString(2 * MAX_REQUEST_BYTES));
    to.put("num.network.threads", "2");
    to.put("num.io.threads", "4");
    to.put("background.threads", "2");
    to.put("num.recovery.threads.per.data.dir", "2");
    to.put("log.cleaner.threads", "1");
    to.put("log.cleaner.dedupe.buffer.size", Integer.toString(8 * 1024 * 1024));
    to.put("log.cleaner.io.buffer.size", Integer.toString(512 * 1024));
  }
}
