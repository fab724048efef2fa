package io.signetmail.bus.topic;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;

/// Compares the topics a service uses with the contract. A service with differences stays unready
/// and names them; it never mends them, for creation has one owner.
public final class TopicCheck {
  private static final long SECONDS = 10;

  private final Admin admin;

  public TopicCheck(Admin admin) {
    this.admin = admin;
  }

  /// The differences, one sentence each; empty when the topics are as the contract says.
  public List<String> differences(Collection<Topic> used) {
    try {
      var names = admin.listTopics().names().get(SECONDS, TimeUnit.SECONDS);
      var differences = new ArrayList<String>();
      var present = new ArrayList<Topic>();
      for (var topic : used) {
        if (names.contains(topic.topicName())) {
          present.add(topic);
        } else {
          differences.add("topic " + topic.topicName() + " is missing");
        }
      }
      compare(present, differences);
      return List.copyOf(differences);
    } catch (ExecutionException | TimeoutException e) {
      return List.of("topics cannot be read: " + reason(e));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return List.of("topics were not read: interrupted");
    }
  }

  private void compare(List<Topic> present, List<String> differences)
      throws ExecutionException, InterruptedException, TimeoutException {
    var resources =
        present.stream()
            .map(t -> new ConfigResource(ConfigResource.Type.TOPIC, t.topicName()))
            .toList();
    var configs = admin.describeConfigs(resources).all().get(SECONDS, TimeUnit.SECONDS);
    for (int i = 0; i < present.size(); i++) {
      var topic = present.get(i);
      var config = configs.get(resources.get(i));
      TopicPlan.contractOf(topic)
          .forEach((name, wanted) -> {
            var entry = config == null ? null : config.get(name);
            var found = entry == null ? "unset" : entry.value();
            if (!wanted.equals(found)) {
              differences.add(
                  "topic "
                      + topic.topicName()
                      + " has "
                      + name
                      + "="
                      + found
                      + ", needs "
                      + wanted);
            }
          });
    }
  }

  private static String reason(Exception e) {
    return e instanceof TimeoutException
        ? "no answer within " + SECONDS + " s"
        : String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
  }
}
