package io.signetmail.bus.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.signetmail.bus.BrokerTest;
import io.signetmail.testkit.Await;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

class TopicProvisionerTest extends BrokerTest {
  private static final EnumSet<Topic> ALL = EnumSet.allOf(Topic.class);

  @Test
  void provisionedTopicsHaveNoDifferencesAndASecondRunChangesNothing() {
    try (var admin = connection().admin()) {
      awaitDifferences(admin);
      assertThat(new TopicProvisioner(admin, new TopicPlan(3, 1, 1, false)).provision()).isEmpty();
    }
  }

  @Test
  void aRetentionThatLosesMailIsNamedAndTheOwnerMendsIt() throws Exception {
    try (var admin = connection().admin()) {
      var resource = new ConfigResource(ConfigResource.Type.TOPIC, "mail.outbound");
      var short1 =
          new AlterConfigOp(new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(resource, List.of(short1))).all().get();
      awaitDifferences(admin, "topic mail.outbound has retention.ms=1000, needs -1");
      assertThat(new TopicProvisioner(admin, new TopicPlan(4, 1, 1, true)).provision())
          .isNotEmpty()
          .allMatch(line -> line.startsWith("grew "));
      awaitDifferences(admin);
    }
  }

  /// The broker spreads changes of metadata a moment after it has confirmed them.
  private static void awaitDifferences(Admin admin, String... expected) {
    var check = new TopicCheck(admin);
    Await.until(
        LIMIT,
        "differences " + List.of(expected),
        () -> check.differences(ALL).equals(List.of(expected)));
  }

  @Test
  void aMissingTopicIsNamed() throws Exception {
    try (var admin = connection().admin()) {
      admin.deleteTopics(List.of("keys.usage")).all().get();
      awaitDifferences(admin, "topic keys.usage is missing");
      assertThat(new TopicProvisioner(admin, new TopicPlan(3, 1, 1, false)).provision())
          .containsExactly("created keys.usage (1)");
      awaitDifferences(admin);
    }
  }

  @Test
  void mailIsFlushedPerAppendOnOneBrokerOnly() {
    assertThat(TopicPlan.singleBroker().configOf(Topic.MAIL_SIGN))
        .containsEntry("flush.messages", "1");
    assertThat(TopicPlan.threeBrokers().configOf(Topic.MAIL_SIGN))
        .doesNotContainKey("flush.messages")
        .containsEntry("min.insync.replicas", "2");
    assertThat(TopicPlan.singleBroker().configOf(Topic.MAIL_VERIFY))
        .as("whatever the broker does with topics that say nothing")
        .containsEntry("flush.messages", Long.toString(Long.MAX_VALUE));
  }
}
