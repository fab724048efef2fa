package io.signetmail.bus.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/// The settings of every topic, from one place.
///
/// @param partitions of the topics that carry work; verdicts and state have counts of their own
/// @param replication copies of each partition; from this setting, never from how many brokers are
///   up
/// @param minInSync copies that must have a record before it counts as written
/// @param flushMail every append of mail is flushed to disk before it is acknowledged: what makes
///   250 true on a single broker that loses power
public record TopicPlan(int partitions, int replication, int minInSync, boolean flushMail) {
  /// Largest record of a mail topic: SIZE 25 MiB, the envelope, and room for signatures.
  public static final int MAX_RECORD_BYTES = 40 * 1024 * 1024;

  /// An ingress picks one of these and reads only it.
  public static final int VERDICT_PARTITIONS = 64;

  /// Shared out evenly among 1, 2, 3, 4, 6 or 12 verifiers; more than that need more partitions.
  public static final int LEAST_REQUEST_PARTITIONS = 12;

  /// Left to the operating system: Kafka's own default.
  private static final String NEVER_FLUSHED = Long.toString(Long.MAX_VALUE);

  private static final int STATE_PARTITIONS = 1;
  private static final Duration REQUEST_RETENTION = Duration.ofMinutes(10);
  private static final Duration EVENT_RETENTION = Duration.ofDays(30);
  private static final long REQUEST_SEGMENT_BYTES = 256L * 1024 * 1024;

  public TopicPlan {
    if (partitions < 1 || replication < 1 || minInSync < 1 || minInSync > replication) {
      throw new IllegalArgumentException(
          "partitions and replication must be positive and min.insync.replicas at most replication: "
              + partitions
              + ", "
              + replication
              + ", "
              + minInSync);
    }
  }

  /// One broker that must survive a power cut (laptop, compose).
  public static TopicPlan singleBroker() {
    return new TopicPlan(6, 1, 1, true);
  }

  /// Three brokers: any one host may be lost, and no flush is needed for it.
  public static TopicPlan threeBrokers() {
    return new TopicPlan(12, 3, 2, false);
  }

  public int partitionsOf(Topic topic) {
    return switch (topic.kind()) {
      case REPLY -> VERDICT_PARTITIONS;
      case STATE -> STATE_PARTITIONS;
      case REQUEST -> Math.max(LEAST_REQUEST_PARTITIONS, partitions);
      case MAIL, EVENT -> partitions;
    };
  }

  /// What the owner sets on the topic.
  public Map<String, String> configOf(Topic topic) {
    var config = new LinkedHashMap<>(contractOf(topic));
    config.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(minInSync));
    if (flushMail) {
      // Such a broker flushes every append of a topic that says nothing: its own topics of offsets
      // and transactions have to survive with the mail they speak about.
      config.put(
          TopicConfig.FLUSH_MESSAGES_INTERVAL_CONFIG,
          topic.kind() == Topic.Kind.MAIL ? "1" : NEVER_FLUSHED);
    }
    return config;
  }

  /// The part of the settings that every service relies on, whatever the size of the installation;
  /// what {@link TopicCheck} compares.
  public static Map<String, String> contractOf(Topic topic) {
    var config = new LinkedHashMap<String, String>();
    config.put(TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG, "false");
    switch (topic.kind()) {
      case MAIL -> {
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        config.put(TopicConfig.RETENTION_MS_CONFIG, "-1");
        config.put(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES));
      }
      case REQUEST -> {
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        config.put(TopicConfig.RETENTION_MS_CONFIG, millis(REQUEST_RETENTION));
        config.put(TopicConfig.SEGMENT_BYTES_CONFIG, Long.toString(REQUEST_SEGMENT_BYTES));
        config.put(TopicConfig.SEGMENT_MS_CONFIG, millis(REQUEST_RETENTION));
        config.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(MAX_RECORD_BYTES));
      }
      case REPLY -> {
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        config.put(TopicConfig.RETENTION_MS_CONFIG, millis(REQUEST_RETENTION));
        config.put(TopicConfig.SEGMENT_MS_CONFIG, millis(REQUEST_RETENTION));
      }
      case EVENT -> {
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        config.put(TopicConfig.RETENTION_MS_CONFIG, millis(EVENT_RETENTION));
      }
      case STATE ->
          config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
    }
    return config;
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
