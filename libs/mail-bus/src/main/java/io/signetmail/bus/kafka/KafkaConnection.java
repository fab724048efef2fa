package io.signetmail.bus.kafka;

import io.signetmail.bus.topic.TopicPlan;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// How this process reaches Kafka, and the client settings that every use shares.
///
/// @param bootstrap `host:port` list
/// @param clientId name of this process in broker logs and quotas
/// @param security further client properties (TLS, SASL); never logged
/// @param bufferBytes memory a producer may fill with records that wait for the broker
public record KafkaConnection(
    String bootstrap, String clientId, Map<String, String> security, long bufferBytes) {
  /// Design: buffer.memory 128 MiB, three messages of the largest size in flight.
  public static final long DEFAULT_BUFFER_BYTES = 128L * 1024 * 1024;

  private static final int FETCH_PARTITION_BYTES = 1024 * 1024;
  private static final int FETCH_BYTES = 8 * 1024 * 1024;

  /// A dozen mails of common size; Kafka's default of 16 KiB would be a request for every one.
  private static final int BATCH_BYTES = 128 * 1024;

  public KafkaConnection {
    security = Map.copyOf(security);
  }

  public static KafkaConnection to(String bootstrap, String clientId) {
    return new KafkaConnection(bootstrap, clientId, Map.of(), DEFAULT_BUFFER_BYTES);
  }

  public KafkaConnection withBufferBytes(long bytes) {
    return new KafkaConnection(bootstrap, clientId, security, bytes);
  }

  public Admin admin() {
    var config = shared();
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
    return Admin.create(config);
  }

  /// A producer that acknowledges only what every in-sync replica has, waits up to 60 s for it (a
  /// broker restart ends in success) and gives up after 10 s when there is no broker to send to at
  /// all.
  public Map<String, Object> durableProducer() {
    var config = producer();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 60_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 20_000);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return config;
  }

  /// A producer for questions: one copy is enough, the asker asks again.
  public Map<String, Object> requestProducer() {
    var config = producer();
    config.put(ProducerConfig.ACKS_CONFIG, "1");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return config;
  }

  /// A producer whose writes and consumed offsets become visible together.
  public Map<String, Object> transactionalProducer(String transactionalId) {
    var config = producer();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    // An open transaction of a dead signer holds every reader of its partitions this long.
    config.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, 10_000);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 9_000);
    config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 8_000);
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    return config;
  }

  /// A consumer of committed records that fetches one large message at a time.
  public Map<String, Object> consumer() {
    var config = shared();
    config.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    config.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_PARTITION_BYTES);
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 500);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    return config;
  }

  /// A member of a group that notices a dead member after 6 s, the least that brokers allow.
  public Map<String, Object> groupMember(String group) {
    var config = consumer();
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 2_000);
    return config;
  }

  /// A member of a group whose records are done with as soon as they are taken in hand; partitions
  /// that stay with their member are not interrupted when another one comes or goes.
  public Map<String, Object> requestMember(String group) {
    var config = groupMember(group);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    config.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, true);
    config.put(ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG, 1_000);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return config;
  }

  private Map<String, Object> producer() {
    var config = shared();
    config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class);
    config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicPlan.MAX_RECORD_BYTES);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferBytes);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
    // One request under way to a broker: what is sent meanwhile gathers for the next one. So a mail
    // that is alone waits for nothing, and under load requests are few and large.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    return config;
  }

  private Map<String, Object> shared() {
    var config = new HashMap<String, Object>(security);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, 100);
    config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
    config.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, 100);
    config.put("enable.metrics.push", false);
    return config;
  }

  @Override
  public String toString() {
    return clientId + " to " + bootstrap;
  }
}
