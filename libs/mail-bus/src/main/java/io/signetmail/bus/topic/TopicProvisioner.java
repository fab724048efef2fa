package io.signetmail.bus.topic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;

/// The one owner of the topics: creates what is missing and brings settings in line with the plan.
/// Run once per installation and upgrade; services never create. Safe to run again.
public final class TopicProvisioner {
  private final Admin admin;
  private final TopicPlan plan;

  public TopicProvisioner(Admin admin, TopicPlan plan) {
    this.admin = admin;
    this.plan = plan;
  }

  /// Brings the cluster in line and says what was done, a line each.
  ///
  /// @throws TopicsNotProvisioned when the cluster refuses or cannot be reached
  public List<String> provision() {
    var done = new ArrayList<String>();
    try {
      var existing = admin.listTopics().names().get();
      create(
          Arrays.stream(Topic.values()).filter(t -> !existing.contains(t.topicName())).toList(),
          done);
      grow(
          Arrays.stream(Topic.values()).filter(t -> existing.contains(t.topicName())).toList(),
          done);
      configure(existing);
      return List.copyOf(done);
    } catch (ExecutionException e) {
      throw new TopicsNotProvisioned(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TopicsNotProvisioned(e);
    }
  }

  private void create(List<Topic> missing, List<String> done)
      throws ExecutionException, InterruptedException {
    var topics =
        missing.stream()
            .map(topic ->
                new NewTopic(
                        topic.topicName(),
                        Optional.of(plan.partitionsOf(topic)),
                        Optional.of((short) plan.replication()))
                    .configs(plan.configOf(topic)))
            .toList();
    admin.createTopics(topics).all().get();
    missing.forEach(
        topic -> done.add("created " + topic.topicName() + " (" + plan.partitionsOf(topic) + ")"));
  }

  private void grow(List<Topic> existing, List<String> done)
      throws ExecutionException, InterruptedException {
    var names = existing.stream().map(Topic::topicName).toList();
    var described = admin.describeTopics(names).allTopicNames().get();
    var more = new HashMap<String, NewPartitions>();
    for (var topic : existing) {
      int wanted = plan.partitionsOf(topic);
      var description = described.get(topic.topicName());
      if (description != null && description.partitions().size() < wanted) {
        more.put(topic.topicName(), NewPartitions.increaseTo(wanted));
        done.add("grew " + topic.topicName() + " to " + wanted + " partitions");
      }
    }
    admin.createPartitions(more).all().get();
  }

  private void configure(Set<String> existing) throws ExecutionException, InterruptedException {
    var changes = new HashMap<ConfigResource, Collection<AlterConfigOp>>();
    for (var topic : Topic.values()) {
      if (existing.contains(topic.topicName())) {
        changes.put(
            new ConfigResource(ConfigResource.Type.TOPIC, topic.topicName()),
            set(plan.configOf(topic)));
      }
    }
    admin.incrementalAlterConfigs(changes).all().get();
  }

  private static Collection<AlterConfigOp> set(Map<String, String> config) {
    return config.entrySet().stream()
        .map(e ->
            new AlterConfigOp(new ConfigEntry(e.getKey(), e.getValue()), AlterConfigOp.OpType.SET))
        .toList();
  }

  /// The topics could not be created or configured.
  public static final class TopicsNotProvisioned extends RuntimeException {
    TopicsNotProvisioned(Throwable cause) {
      super("topics could not be provisioned: " + cause.getMessage(), cause);
    }
  }
}
